/* ---- smaps ---- */

static bool has_word(const char *words, const char *word)
{
	size_t length = strlen(word);

	for (const char *p = words; (p = strstr(p, word)); p++)
		if ((p == words || p[-1] == ' ') && (!p[length] || p[length] == ' '))
			return true;
	return false;
}

static void check_flags(const char *process, const struct vma *vma, const char *expected, const char *observed, bool set)
{
	char words[256], *rest = words, *word;

	snprintf(words, sizeof(words), "%s", set ? expected : observed);
	while ((word = strsep(&rest, " ")))
		if (*word && !has_word(set ? observed : expected, word))
			differs(process, "%#" PRIx64 "-%#" PRIx64 " VmFlags %s: expected %s, observed %s", vma->start, vma->end, word,
				set ? "set" : "absent", set ? "absent" : "set");
}

/* One line of smaps: a field, VmFlags, or something that is not compared. */
static void check_line(const char *process, const struct vma *vma, char *line, bool *seen)
{
	char *value = strchr(line, ':');

	if (!vma || !value)
		return;
	*value++ = '\0';
	value += strspn(value, " \t");
	if (!strcmp(line, "VmFlags")) {
		check_flags(process, vma, vma->flags, value, true);
		check_flags(process, vma, vma->flags, value, false);
		return;
	}
	for (size_t i = 0; i < vma->field_count; i++) {
		if (strcmp(line, vma->fields[i].name))
			continue;
		seen[i] = true;
		if (strtol(value, NULL, 10) != vma->fields[i].value)
			differs(process, "%#" PRIx64 "-%#" PRIx64 " smaps %s: expected %ld, observed %ld", vma->start, vma->end, line,
				vma->fields[i].value, strtol(value, NULL, 10));
	}
}

static void check_all_seen(const char *process, const struct vma *vma, const bool *seen)
{
	for (size_t i = 0; vma && i < vma->field_count; i++)
		if (!seen[i])
			differs(process, "%#" PRIx64 "-%#" PRIx64 " smaps %s: expected %ld, observed none", vma->start, vma->end,
				vma->fields[i].name, vma->fields[i].value);
}

static const struct vma *check_vma(const struct process_view *view, const char *header, bool *found)
{
	const char *process = names[view->process];
	uint64_t start, end;
	char permissions[5];

	if (sscanf(header, "%" SCNx64 "-%" SCNx64 " %4s", &start, &end, permissions) != 3)
		return NULL;
	if (start < ARENA_START || start >= ARENA_END)
		return NULL;
	for (size_t i = 0; i < view->vma_count; i++) {
		const struct vma *vma = &view->vmas[i];

		if (vma->start != start)
			continue;
		found[i] = true;
		if (vma->end != end)
			differs(process, "%#" PRIx64 " end: expected %#" PRIx64 ", observed %#" PRIx64, start, vma->end, end);
		if (strcmp(vma->permissions, permissions))
			differs(process, "%#" PRIx64 " permissions: expected %s, observed %s", start, vma->permissions, permissions);
		return vma;
	}
	differs(process, "%#" PRIx64 "-%#" PRIx64 " vma: expected none, observed mapped", start, end);
	return NULL;
}

static bool is_header(const char *line)
{
	return (*line >= '0' && *line <= '9') || (*line >= 'a' && *line <= 'f');
}

static void check_smaps(const struct process_view *view, FILE *smaps)
{
	const char *process = names[view->process];
	bool *found = calloc(view->vma_count + 1, sizeof(*found));
	const struct vma *vma = NULL;
	bool seen[MOST_FIELDS] = { false };
	char line[512];

	while (fgets(line, sizeof(line), smaps)) {
		line[strcspn(line, "\n")] = '\0';
		if (!is_header(line)) {
			check_line(process, vma, line, seen);
			continue;
		}
		check_all_seen(process, vma, seen);
		memset(seen, 0, sizeof(seen));
		vma = check_vma(view, line, found);
	}
	check_all_seen(process, vma, seen);
	for (size_t i = 0; i < view->vma_count; i++)
		if (!found[i])
			differs(process, "%#" PRIx64 "-%#" PRIx64 " vma: expected mapped, observed none", view->vmas[i].start,
				view->vmas[i].end);
	free(found);
}
