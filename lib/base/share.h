#pragma once
/* Where queries, rules and report templates are found: the folders of KESU_PATH, then the installed
 * share folder, then the source tree of a program that was not installed.
 *
 *	char *path = share_find(share, "rules", "causes.csv");  // NULL: nowhere; free() it */
#include <stddef.h>

struct share;

/* `user_path` is the value of KESU_PATH (folders joined by ':') or NULL; `fixed` are the folders
 * that follow it, most important first, NULL-terminated; such as do not exist are left out. */
struct share *share_new(const char *user_path, const char *const *fixed);
void share_free(struct share *share);

/* "FOLDER/kind/name" of the first folder that has it ("FOLDER/name" too in a KESU_PATH folder). */
char *share_find(const struct share *share, const char *kind, const char *name);

/* As share_find, but never in KESU_PATH: built-in metrics cannot be replaced. */
char *share_find_built_in(const struct share *share, const char *kind, const char *name);

/* Names of all files of that kind that end in `suffix`, sorted, each once. The caller frees each
 * name and the array. */
char **share_list(const struct share *share, const char *kind, const char *suffix, size_t *n);
