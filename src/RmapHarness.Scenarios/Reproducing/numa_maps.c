/* ---- numa_maps ---- */

static void compare_numa(const char *process, const struct vma *vma, const char *name, const char *value, bool *seen)
{
	for (size_t i = 0; i < vma->numa_count; i++) {
		if (strcmp(name, vma->numa[i].name))
			continue;
		seen[i] = true;
		if (strtol(value, NULL, 10) != vma->numa[i].value)
			differs(process, "%#" PRIx64 "-%#" PRIx64 " numa_maps %s: expected %ld, observed %s", vma->start, vma->end, name,
				vma->numa[i].value, value);
		return;
	}
	differs(process, "%#" PRIx64 "-%#" PRIx64 " numa_maps %s: expected absent, observed %s", vma->start, vma->end, name, value);
}

/* The words after the address and the policy. Nodes are added up; what names the VMA, and the active pages, which reclaim moves, are passed over. */
static void check_numa_words(const char *process, const struct vma *vma, char *words)
{
	bool seen[MOST_FIELDS] = { false };
	long nodes = 0;
	char sum[24], *word, *value;

	while ((word = strsep(&words, " "))) {
		value = strchr(word, '=');
		if (!value)
			continue;
		*value++ = '\0';
		if (*word == 'N' && word[1] >= '0' && word[1] <= '9')
			nodes += strtol(value, NULL, 10);
		else if (strcmp(word, "file") && strcmp(word, "active"))
			compare_numa(process, vma, word, value, seen);
	}
	snprintf(sum, sizeof(sum), "%ld", nodes);
	if (nodes)
		compare_numa(process, vma, "N", sum, seen);
	for (size_t i = 0; i < vma->numa_count; i++)
		if (!seen[i])
			differs(process, "%#" PRIx64 "-%#" PRIx64 " numa_maps %s: expected %ld, observed absent", vma->start, vma->end,
				vma->numa[i].name, vma->numa[i].value);
}

static void check_numa_maps(const struct process_view *view)
{
	const char *process = names[view->process];
	size_t found = 0;
	char path[32], line[512];
	FILE *maps;

	if (!COMPARES_NUMA_MAPS)
		return;
	snprintf(path, sizeof(path), "/proc/%d/numa_maps", pids[view->process]);
	maps = fopen(path, "re");
	if (!maps)
		stop(KSFT_ERROR, "cannot open numa_maps of %s: %m", process);
	while (fgets(line, sizeof(line), maps)) {
		char *words = line + strcspn(line, " ");
		uint64_t start = strtoull(line, NULL, 16);

		line[strcspn(line, "\n")] = '\0';
		words += strspn(words, " ");
		words += strcspn(words, " ");
		for (size_t i = 0; i < view->vma_count; i++) {
			if (view->vmas[i].start != start)
				continue;
			found++;
			check_numa_words(process, &view->vmas[i], words);
		}
	}
	fclose(maps);
	if (found != view->vma_count)
		differs(process, "numa_maps entries: expected %zu, observed %zu", view->vma_count, found);
}
