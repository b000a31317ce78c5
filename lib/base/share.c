#include "base/share.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

struct share {
	char **folders;
	size_t n;
	size_t n_user; /* the first so many come from KESU_PATH */
	size_t capacity;
};

static void add_folder(struct share *share, const char *path, size_t n)
{
	share->folders =
		mem_grow(share->folders, share->n, &share->capacity, sizeof *share->folders);
	share->folders[share->n++] = mem_text_n(path, n);
}

struct share *share_new(const char *user_path, const char *const *fixed)
{
	struct share *share = mem_zalloc(sizeof *share);

	for (const char *p = user_path; p && *p;) {
		size_t n = strcspn(p, ":");

		if (n)
			add_folder(share, p, n);
		p += n + (p[n] == ':');
	}
	share->n_user = share->n;
	for (; *fixed; fixed++)
		if (access(*fixed, R_OK) == 0)
			add_folder(share, *fixed, strlen(*fixed));
	return share;
}

void share_free(struct share *share)
{
	if (!share)
		return;
	for (size_t i = 0; i < share->n; i++)
		free(share->folders[i]);
	free(share->folders);
	free(share);
}

static char *if_readable(char *path)
{
	if (access(path, R_OK) == 0)
		return path;
	free(path);
	return NULL;
}

static char *find_from(const struct share *share, size_t first, const char *kind, const char *name)
{
	for (size_t i = first; i < share->n; i++) {
		char *path = if_readable(mem_format("%s/%s/%s", share->folders[i], kind, name));

		if (!path && i < share->n_user)
			path = if_readable(mem_format("%s/%s", share->folders[i], name));
		if (path)
			return path;
	}
	return NULL;
}

char *share_find(const struct share *share, const char *kind, const char *name)
{
	return find_from(share, 0, kind, name);
}

char *share_find_built_in(const struct share *share, const char *kind, const char *name)
{
	return find_from(share, share->n_user, kind, name);
}

struct names {
	char **names;
	size_t n;
	size_t capacity;
};

static bool ends_in(const char *name, const char *suffix)
{
	size_t n = strlen(name);
	size_t m = strlen(suffix);

	return n > m && !strcmp(name + n - m, suffix);
}

static void list_folder(struct names *list, char *folder, const char *suffix)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	free(folder);
	if (!dir)
		return;
	while ((entry = readdir(dir)))
		if (entry->d_name[0] != '.' && ends_in(entry->d_name, suffix)) {
			list->names = mem_grow(
				list->names, list->n, &list->capacity, sizeof *list->names);
			list->names[list->n++] = mem_text(entry->d_name);
		}
	closedir(dir);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void drop_repeats(struct names *list)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->n; i++) {
		if (kept && !strcmp(list->names[kept - 1], list->names[i]))
			free(list->names[i]);
		else
			list->names[kept++] = list->names[i];
	}
	list->n = kept;
}

char **share_list(const struct share *share, const char *kind, const char *suffix, size_t *n)
{
	struct names list = {0};

	for (size_t i = 0; i < share->n; i++) {
		list_folder(&list, mem_format("%s/%s", share->folders[i], kind), suffix);
		if (i < share->n_user)
			list_folder(&list, mem_text(share->folders[i]), suffix);
	}
	if (list.n)
		qsort(list.names, list.n, sizeof *list.names, by_name);
	drop_repeats(&list);
	*n = list.n;
	return list.names;
}
