/* ---- What the author of the scenario claims ---- */

static bool holds(const struct claim *claim, uint64_t start, uint64_t end)
{
	return start <= claim->vpn * PAGE_SIZE && (claim->vpn + claim->pages) * PAGE_SIZE <= end;
}

/* A field of the one VMA that holds all of the pages; false if none does, or has no such field. */
static bool read_claimed(const struct claim *claim, long *value)
{
	char path[32], line[512], *text;
	bool inside = false, found = false;
	uint64_t start, end;
	FILE *smaps;

	snprintf(path, sizeof(path), "/proc/%d/smaps", pids[claim->process]);
	smaps = fopen(path, "re");
	if (!smaps)
		stop(KSFT_ERROR, "cannot open smaps: %m");
	while (!found && fgets(line, sizeof(line), smaps)) {
		if (is_header(line)) {
			inside = sscanf(line, "%" SCNx64 "-%" SCNx64, &start, &end) == 2 && holds(claim, start, end);
		} else if (inside && (text = value_in(line)) && !strcmp(line, claim->field)) {
			*value = strtol(text, NULL, 10);
			found = true;
		}
	}
	fclose(smaps);
	return found;
}

static long claimed_of(const struct claim *claim, uint64_t entry)
{
	if (claim->bit >= 0)
		return entry >> claim->bit & 1;
	return entry >> 63 ? (long)read_word(kpagecount, entry & PFN_BITS) : 0;
}

static void check_claimed_pages(const struct claim *claim)
{
	uint64_t end = claim->vpn + claim->pages;
	char path[32], access;
	int pagemap;

	snprintf(path, sizeof(path), "/proc/%d/pagemap", pids[claim->process]);
	pagemap = open(path, O_RDONLY | O_CLOEXEC);
	if (pagemap < 0)
		stop(KSFT_ERROR, "cannot open pagemap: %m");
	for (uint64_t vpn = claim->vpn, vma_end; vpn < end; ) {
		if (!find_vma(pids[claim->process], vpn, &vma_end, &access)) {
			compare_page(names[claim->process], vpn++, "in a VMA, as claimed", 1, 0);
			continue;
		}
		for (; vpn < end && vpn < vma_end; vpn++)
			compare_page(names[claim->process], vpn, claim->text, claim->value, claimed_of(claim, read_word(pagemap, vpn)));
	}
	tell_pending();
	close(pagemap);
}

static void check_claim(const struct claim *claim)
{
	const char *process = names[claim->process];
	long value;

	if (!pids[claim->process])
		differs(process, "%s: expected alive, observed gone", claim->text);
	else if (claim->bit != SMAPS_CLAIM)
		check_claimed_pages(claim);
	else if (!read_claimed(claim, &value))
		differs(process, "%s: expected %ld, observed none", claim->text, claim->value);
	else if (value != claim->value)
		differs(process, "%s: expected %ld, observed %ld", claim->text, claim->value, value);
}

static void check_claims(size_t step)
{
	for (size_t i = 0; i + 1 < COUNT(claims); i++)
		if (claims[i].step == step)
			check_claim(&claims[i]);
}
