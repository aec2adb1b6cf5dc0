/* The buffered standard output. */
#ifndef OUTPUT_H
#define OUTPUT_H

#include <stddef.h>
#include <stdint.h>

void output_text(const char *text);
void output_bytes(const void *bytes, size_t length);
void output_hex(uint64_t number);
void output_decimal(int64_t number);
/* From here on answers go out packed. */
void output_pack(void);
/* Writes the buffer out; ends the agent if nobody reads any more. */
void output_flush(void);

#endif
