#include "page_run.h"

#include <stdbool.h>

#include "output.h"

/* The stride that the run has with one more page, 0 or 1; -1 if the page breaks it. */
static int stride_to(const struct page_run *run, uint64_t first, uint64_t next, unsigned int stride)
{
	if (run->length == 1 && next == first)
		return 0;
	return next == first + run->length * stride ? (int)stride : -1;
}

static bool extend(struct page_run *run, const struct page *page)
{
	const struct page *first = &run->first;
	int stride, word_stride;

	if (!run->length || page->vpn != first->vpn + run->length)
		return false;
	if (page->bits != first->bits || page->count != first->count || page->flags != first->flags ||
	    page->categories != first->categories)
		return false;
	if (first->frame == NO_FRAME) {
		if (page->frame != NO_FRAME)
			return false;
		run->length++;
		return true;
	}
	stride = stride_to(run, first->frame, page->frame, run->stride);
	word_stride = stride_to(run, first->word, page->word, run->word_stride);
	if (stride < 0 || word_stride < 0)
		return false;
	run->stride = stride;
	run->word_stride = word_stride;
	run->length++;
	return true;
}

void page_run_add(struct page_run *run, const struct page *page)
{
	if (extend(run, page))
		return;
	page_run_end(run);
	*run = (struct page_run){ .first = *page, .length = 1, .stride = 1, .word_stride = 1 };
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
	field(run->first.categories);
	if (run->first.frame != NO_FRAME) {
		field(run->first.word);
		field(run->word_stride);
	}
	output_text("\n");
	run->length = 0;
}
