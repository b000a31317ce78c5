/* err, mem, buf, hash, file, share: the small tools. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <errno.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/share.h"

Test(err, hides_controls_and_adds_context)
{
	struct err err;

	cr_assert(eq(int, err_set(&err, "bad '%s'", "a\x1b[2J\n"), -1));
	cr_assert(eq(str, err.text, "bad 'a?[2J?'"));
	err_prefix(&err, "rules");
	cr_assert(eq(str, err.text, "rules: bad 'a?[2J?'"));
	errno = ENOENT;
	err_errno(&err, "cannot open '%s'", "x");
	cr_assert(eq(str, err.text, "cannot open 'x': No such file or directory"));
}

Test(err, is_never_cut_inside_a_character)
{
	struct err err;
	struct buf text = {0};

	for (int i = 0; i < 1000; i++)
		buf_add_text(&text, "诉");
	err_set(&err, "%s", text.data);
	cr_assert(zero(sz, strlen(err.text) % 3));
	buf_release(&text);
}

Test(mem, arena_is_reused_after_clear)
{
	struct arena arena = {0};

	for (int i = 0; i < 1000; i++)
		memset(arena_alloc(&arena, 1000), i, 1000);
	arena_clear(&arena);
	cr_assert(eq(str, arena_text(&arena, "abc", 2), "ab"));
	cr_assert(eq(str, arena_format(&arena, "%d-%s", 7, "x"), "7-x"));
	arena_alloc(&arena, 1 << 20);
	arena_release(&arena);
}

/* Through every way to grow: in place, into huge pages, and past what is moved there. */
Test(mem, an_array_keeps_what_it_holds_as_it_grows)
{
	enum { N = 10 << 20 };
	uint64_t *numbers = NULL;
	size_t capacity = 0, wrong = 0;

	for (size_t i = 0; i < N; i++) {
		numbers = mem_grow(numbers, i, &capacity, sizeof *numbers);
		numbers[i] = i * i;
	}
	for (size_t i = 0; i < N; i++)
		wrong += numbers[i] != i * i;
	cr_assert(eq(sz, wrong, 0));
	free(numbers);
}

Test(mem, an_arena_holds_many_and_large_things)
{
	enum { N = 300000 };
	struct arena arena = {0};
	char **texts = mem_alloc(N * sizeof *texts), *large = arena_alloc(&arena, 20 << 20);
	size_t wrong = 0;

	memset(large, 'x', 20 << 20);
	for (size_t i = 0; i < N; i++)
		texts[i] = arena_format(&arena, "text %zu", i);
	for (size_t i = 0; i < N; i++) {
		char expected[32];

		snprintf(expected, sizeof expected, "text %zu", i);
		wrong += strcmp(texts[i], expected) != 0;
	}
	cr_assert(eq(sz, wrong, 0));
	cr_assert(eq(chr, large[(20 << 20) - 1], 'x'));
	free(texts);
	arena_release(&arena);
}

Test(buf, grows_and_is_a_string)
{
	struct buf buf = {0};

	cr_assert(eq(str, (char *)buf_text(&buf), ""));
	for (int i = 0; i < 100; i++)
		buf_format(&buf, "%d,", i);
	cr_assert(eq(sz, buf.len, 290));
	cr_assert(eq(sz, strlen(buf.data), buf.len));
	buf_release(&buf);
}

Test(hash, sha256_of_fips_180)
{
	char hex[DIGEST_TEXT];
	struct digest *digest = digest_new();

	digest_add(digest, "a", 1);
	digest_add(digest, "bc", 2);
	digest_finish(digest, hex);
	cr_assert(eq(str, hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
}

Test(hash, keys_differ_by_seed_length_and_bytes)
{
	cr_assert(ne(u64, hash_bytes(0, "ab", 2), hash_bytes(1, "ab", 2)));
	cr_assert(ne(u64, hash_bytes(0, "ab", 2), hash_bytes(0, "ab\0", 3)));
	cr_assert(ne(u64, hash_bytes(0, "12345678a", 9), hash_bytes(0, "12345678b", 9)));
}

static char *new_folder(void)
{
	static char path[] = "/tmp/kesu-test-XXXXXX";

	return mkdtemp(path);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st, (void)type, (void)at;
	return remove(path);
}

static void remove_folder(const char *folder)
{
	cr_assert(zero(int, nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS)));
}

Test(file, appears_whole_or_not_at_all)
{
	char *folder = new_folder();
	char *path = mem_format("%s/投诉.csv", folder);
	struct err err;
	struct buf data = {0};
	struct outfile *out;

	cr_assert(zero(int, file_write(path, "old", 3, &err)));
	out = outfile_open(path, &err);
	fputs("new", outfile_stream(out));
	cr_assert(zero(int, outfile_finish(out, &err)));
	cr_assert(zero(int, file_read(path, &data, &err)));
	cr_assert(eq(str, data.data, "old"));
	cr_assert(zero(int, outfile_commit(out, &err)));
	buf_clear(&data);
	cr_assert(zero(int, file_read(path, &data, &err)));
	cr_assert(eq(str, data.data, "new"));
	outfile_abandon(outfile_open(path, &err));
	buf_release(&data);
	unlink(path);
	cr_assert(zero(int, rmdir(folder)), "a temporary file was left behind");
	free(path);
}

Test(file, companions_appear_with_it)
{
	char *folder = new_folder();
	char *path = mem_format("%s/a.md", folder);
	char *picture = mem_format("%s/a-1.svg", folder);
	struct err err;
	struct buf data = {0};
	struct outfile *out = outfile_open(path, &err);

	cr_assert(zero(int, outfile_add_companion(out, picture, "old", 3, &err)));
	outfile_abandon(out);
	cr_assert(eq(int, access(picture, F_OK), -1));
	out = outfile_open(path, &err);
	cr_assert(zero(int, outfile_add_companion(out, picture, "new", 3, &err)));
	cr_assert(eq(int, outfile_add_companion(out, "/dev/full", "x", 1, &err), -1));
	cr_assert(zero(int, outfile_commit(out, &err)));
	cr_assert(zero(int, file_read(picture, &data, &err)));
	cr_assert(eq(str, data.data, "new"));
	unlink(path);
	unlink(picture);
	cr_assert(zero(int, rmdir(folder)), "a temporary file was left behind");
	buf_release(&data);
	free(path);
	free(picture);
}

Test(file, says_why_not)
{
	struct err err;
	struct buf data = {0};

	cr_assert(eq(int, file_write("/no/such/folder/x", "a", 1, &err), -1));
	cr_assert(eq(str, err.text, "cannot write '/no/such/folder/x': No such file or directory"));
	cr_assert(eq(int, file_write("/tmp", "a", 1, &err), -1));
	cr_assert(eq(str, err.text, "cannot write '/tmp': Is a directory"));
	cr_assert(eq(int, file_read("/tmp", &data, &err), -1));
	cr_assert(eq(str, err.text, "cannot read '/tmp': Is a directory"));
	cr_assert(zero(ptr, data.data));
	cr_assert(eq(int, file_write("/dev/full", "a", 1, &err), -1));
	cr_assert(zero(ptr, file_prepare("/dev/full", "a", 1, &err)));
	cr_assert(eq(str, err.text, "cannot write '/dev/full': No space left on device"));
}

static void make_file(const char *folder, const char *name)
{
	char *path = mem_format("%s/%s", folder, name);
	struct err err;

	cr_assert(zero(int, file_write(path, "", 0, &err)));
	free(path);
}

static void check_found(char *found, const char *where)
{
	cr_assert(found != NULL && strstr(found, where) != NULL);
	free(found);
}

Test(share, user_folders_come_first)
{
	char *folder = new_folder();
	char *user = mem_format("%s/user", folder);
	char *fixed = mem_format("%s/fixed", folder);
	char *queries = mem_format("%s/queries", fixed);
	const char *folders[] = {fixed, NULL};
	struct share *share;
	char **names;
	size_t n;

	mkdir(user, 0755);
	mkdir(fixed, 0755);
	mkdir(queries, 0755);
	make_file(user, "mine.sql");
	make_file(user, "growth.sql");
	make_file(queries, "growth.sql");
	share = share_new(user, folders);
	names = share_list(share, "queries", ".sql", &n);
	cr_assert(eq(sz, n, 2));
	cr_assert(eq(str, names[0], "growth.sql"));
	cr_assert(eq(str, names[1], "mine.sql"));
	check_found(share_find(share, "queries", "growth.sql"), "/user/growth.sql");
	check_found(
		share_find_built_in(share, "queries", "growth.sql"), "/fixed/queries/growth.sql");
	cr_assert(zero(ptr, share_find(share, "queries", "none.sql")));
	free(names[0]);
	free(names[1]);
	free(names);
	share_free(share);
	remove_folder(folder);
	free(user);
	free(fixed);
	free(queries);
}
