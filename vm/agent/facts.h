/* What else of this kernel may matter to who reads a result: one line of the hello each. */
#ifndef FACTS_H
#define FACTS_H

void facts_report(void);

#endif
