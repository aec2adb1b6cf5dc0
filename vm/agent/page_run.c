#include "page_run.h"

#include <stdbool.h>

#include "output.h"

static bool extend(struct page_run *run, const struct page *page)
{
	const struct page *first = &run->first;

	if (!run->length || page->vpn != first->vpn + run->length)
		return false;
	if (page->bits != first->bits || page->count != first->count || page->flags != first->flags)
		return false;
	if (first->frame == NO_FRAME || page->frame == NO_FRAME) {
		if (first->frame != page->frame)
			return false;
	} else if (run->length == 1 && page->frame == first->frame) {
		run->stride = 0;
	} else if (page->frame != first->frame + run->length * run->stride) {
		return false;
	}
	run->length++;
	return true;
}

void page_run_add(struct page_run *run, const struct page *page)
{
	if (extend(run, page))
		return;
	page_run_end(run);
	*run = (struct page_run){ .first = *page, .length = 1, .stride = 1 };
}

static void field(uint64_t number)
{
	output_text(" ");
	output_hex(number);
}

void page_run_end(struct page_run *run)
{
	if (!run->length)
		return;
	output_text("page");
	field(run->first.vpn);
	field(run->length);
	field(run->first.bits);
	if (run->first.frame == NO_FRAME)
		output_text(" -");
	else
		field(run->first.frame);
	field(run->stride);
	field(run->first.count);
	field(run->first.flags);
	output_text("\n");
	run->length = 0;
}
