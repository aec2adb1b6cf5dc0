/* ---- Pages: pagemap, kpagecount, kpageflags ---- */

/* The PFN that each expected frame turned out to be, the other way round, and the step that shows a frame last. */
static struct pair { uint64_t key, value; } pfns[FRAME_SLOTS], frames[FRAME_SLOTS], last_steps[FRAME_SLOTS];

static struct pair *slot_of(struct pair *table, uint64_t key)
{
	size_t i = (key * 0x9e3779b97f4a7c15UL) % FRAME_SLOTS;

	while (table[i].key && table[i].key != key + 1)
		i = (i + 1) % FRAME_SLOTS;
	return &table[i];
}

static void set(struct pair *table, uint64_t key, uint64_t value)
{
	*slot_of(table, key) = (struct pair){ key + 1, value };
}

static void learn_last_steps(void)
{
	for (size_t step = 0; step < COUNT(steps); step++) {
		for (size_t i = 0; i < steps[step].view_count; i++) {
			const struct process_view *view = &steps[step].views[i];

			for (size_t j = 0; j < view->run_count; j++)
				for (uint64_t k = 0; view->runs[j].frame != NO_FRAME && k < view->runs[j].pages; k++)
					set(last_steps, view->runs[j].frame + k * view->runs[j].stride, step);
		}
	}
}

/* A frame keeps its PFN. Once a frame is shown no more, the kernel may have freed its PFN and given it to another one. */
static bool is_same_frame(uint64_t frame, uint64_t pfn, size_t step)
{
	const struct pair *there = slot_of(pfns, frame), *owner = slot_of(frames, pfn);
	bool moved = there->key && there->value != pfn;
	bool taken = owner->key && owner->value != frame && slot_of(pfns, owner->value)->value == pfn &&
		     slot_of(last_steps, owner->value)->value >= step;

	set(pfns, frame, pfn);
	set(frames, pfn, frame);
	return !moved && !taken;
}

/* A page of a large folio lies behind the page before it. */
static bool follows(uint64_t frame, uint64_t pfn)
{
	const struct pair *before = slot_of(pfns, frame - 1);

	return !before->key || before->value == pfn - 1;
}

/* Neighbouring pages that differ in the same way are told in one line. */
static struct {
	const char *process, *what;
	uint64_t vpn, pages, expected, observed;
} pending;

static void tell_pending(void)
{
	if (pending.pages)
		differs(pending.process, "%#" PRIx64 "+%" PRIu64 " pages %s: expected %" PRIu64 ", observed %" PRIu64,
			pending.vpn * PAGE_SIZE, pending.pages, pending.what, pending.expected, pending.observed);
	pending.pages = 0;
}

static void compare_page(const char *process, uint64_t vpn, const char *what, uint64_t expected, uint64_t observed)
{
	if (expected == observed)
		return;
	if (pending.pages && vpn == pending.vpn + pending.pages && what == pending.what && expected == pending.expected &&
	    observed == pending.observed) {
		pending.pages++;
		return;
	}
	tell_pending();
	pending.process = process;
	pending.what = what;
	pending.vpn = vpn;
	pending.pages = 1;
	pending.expected = expected;
	pending.observed = observed;
}

static void check_pages(const struct process_view *view, int pagemap, size_t step)
{
	const char *process = names[view->process];

	for (size_t what = 0; what < 3 + COUNT(pagemap_bits) + COUNT(kpageflags_bits); what++) {
		for (size_t i = 0; i < view->run_count; i++) {
			const struct run *run = &view->runs[i];

			for (uint64_t j = 0; j < run->pages; j++) {
				uint64_t vpn = run->vpn + j, entry = read_word(pagemap, vpn);
				uint64_t pfn = entry & PFN_BITS, frame = run->frame + j * run->stride;
				bool named = run->frame != NO_FRAME, present = entry >> 63;
				size_t bit;

				if (what >= 3 && what < 3 + COUNT(pagemap_bits)) {
					bit = pagemap_bits[what - 3].number;
					compare_page(process, vpn, pagemap_bits[what - 3].name, run->bits >> bit & 1, entry >> bit & 1);
				}
				if (!named || !present)
					continue;
				if (what == 0)
					compare_page(process, vpn, "kpagecount", run->count, read_word(kpagecount, pfn));
				if (what == 1)
					compare_page(process, vpn, "same frame as before", 1, is_same_frame(frame, pfn, step));
				if (what == 2 && run->flags >> 16 & 1)
					compare_page(process, vpn, "frame after that of the page before", 1, follows(frame, pfn));
				if (what >= 3 + COUNT(pagemap_bits)) {
					const struct bit *flag = &kpageflags_bits[what - 3 - COUNT(pagemap_bits)];
					uint64_t flags = read_word(kpageflags, pfn);
					uint64_t taken = (flags & run->either) == run->either ? run->either : 0;

					compare_page(process, vpn, flag->name, (run->flags | taken) >> flag->number & 1,
						     flags >> flag->number & 1);
				}
			}
		}
		tell_pending();
	}
}
