#include "content_run.h"

#include <stdbool.h>

#include "output.h"

static bool extend(struct content_run *run, uint64_t vpn, uint64_t word, unsigned int signal)
{
	if (!run->length || vpn != run->vpn + run->length || signal != run->signal)
		return false;
	if (!signal && run->length == 1 && word == run->word)
		run->stride = 0;
	else if (!signal && word != run->word + run->length * run->stride)
		return false;
	run->length++;
	return true;
}

void content_run_add(struct content_run *run, uint64_t vpn, uint64_t word, unsigned int signal)
{
	if (extend(run, vpn, word, signal))
		return;
	content_run_end(run);
	*run = (struct content_run){ .vpn = vpn, .length = 1, .word = word, .stride = 1, .signal = signal };
}

void content_run_end(struct content_run *run)
{
	if (!run->length)
		return;
	output_text(run->signal ? "fault " : "content ");
	output_hex(run->vpn);
	output_text(" ");
	output_hex(run->length);
	output_text(" ");
	if (run->signal) {
		output_decimal(run->signal);
	} else {
		output_hex(run->word);
		output_text(" ");
		output_hex(run->stride);
	}
	output_text("\n");
	run->length = 0;
}
