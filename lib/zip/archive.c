#include "zip/archive.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <zip.h>

#include "base/mem.h"

enum {
	RATIO = 200,           /* bytes out of one byte in; XML of sheets has 5 to 60 */
	RATIO_FREE = 32 << 20, /* bytes out that need no ratio */
};

struct archive {
	zip_t *zip;
	pthread_mutex_t mutex; /* its members share what they are read from */
	uint64_t size; /* of the whole file: no member went in with more, whatever it says */
};

struct member {
	struct archive *archive;
	zip_file_t *file;
	uint64_t limit, n_in, n_out;
};

static struct archive *open_failed(int fd, zip_error_t *error, struct err *err)
{
	char start[4] = {0};
	bool is_zip = pread(fd, start, sizeof start, 0) == sizeof start && !memcmp(start, "PK", 2);
	int code = zip_error_code_zip(error);

	if (is_zip && (code == ZIP_ER_NOZIP || code == ZIP_ER_INCONS || code == ZIP_ER_EOF))
		err_set(err, "the zip archive is cut off or damaged");
	else if (code == ZIP_ER_NOZIP)
		err_set(err, "this is no zip archive");
	else
		err_set(err, "%s", zip_error_strerror(error));
	zip_error_fini(error);
	return NULL;
}

struct archive *archive_open(int fd, struct err *err)
{
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	FILE *stream = copy < 0 ? NULL : fdopen(copy, "r");
	zip_source_t *source;
	zip_error_t error;
	zip_t *zip;
	struct archive *archive;
	struct stat st;

	zip_error_init(&error);
	if (!stream) {
		err_errno(err, "cannot read the archive");
		if (copy >= 0)
			close(copy);
		return NULL;
	}
	source =
		zip_source_filep_create(stream, 0, -1, &error); /* closes the stream when it dies */
	if (!source) {
		fclose(stream);
		return open_failed(fd, &error, err);
	}
	zip = zip_open_from_source(source, ZIP_RDONLY, &error);
	if (!zip) {
		zip_source_free(source);
		return open_failed(fd, &error, err);
	}
	archive = mem_zalloc(sizeof *archive);
	archive->zip = zip;
	pthread_mutex_init(&archive->mutex, NULL);
	archive->size = fstat(fd, &st) == 0 ? (uint64_t)st.st_size : 0;
	return archive;
}

void archive_close(struct archive *archive)
{
	if (!archive)
		return;
	zip_discard(archive->zip);
	pthread_mutex_destroy(&archive->mutex);
	free(archive);
}

static int folded(char c)
{
	if (c == '\\')
		return '/';
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : (unsigned char)c;
}

static bool same_name(const char *a, const char *b)
{
	while (*a && folded(*a) == folded(*b))
		a++, b++;
	return !*a && !*b;
}

/* libzip's own look-up knows no '\', which some programs write. */
static zip_int64_t member_number(const struct archive *archive, const char *name)
{
	zip_int64_t n = zip_get_num_entries(archive->zip, 0);

	for (zip_int64_t i = 0; i < n; i++) {
		const char *entry = zip_get_name(archive->zip, (zip_uint64_t)i, ZIP_FL_ENC_RAW);

		if (entry && same_name(entry, name))
			return i;
	}
	return -1;
}

bool archive_has(const struct archive *archive, const char *name)
{
	return member_number(archive, name) >= 0;
}

static struct member *member_failed(const char *name, zip_error_t *error, struct err *err)
{
	int code = zip_error_code_zip(error);

	if (code == ZIP_ER_NOPASSWD || code == ZIP_ER_WRONGPASSWD || code == ZIP_ER_ENCRNOTSUPP)
		err_set(err, "'%s' is protected by a password", name);
	else
		err_set(err, "cannot read '%s' of the archive: %s", name,
			zip_error_strerror(error));
	return NULL;
}

static struct member *open_member(
	struct archive *archive, const char *name, uint64_t limit, struct err *err)
{
	zip_int64_t i = member_number(archive, name);
	zip_file_t *file;
	zip_stat_t stat;
	struct member *member;

	if (i < 0) {
		err_set(err, "the archive has no '%s'", name);
		return NULL;
	}
	if (zip_stat_index(archive->zip, (zip_uint64_t)i, 0, &stat) < 0)
		return member_failed(name, zip_get_error(archive->zip), err);
	file = zip_fopen_index(archive->zip, (zip_uint64_t)i, 0);
	if (!file)
		return member_failed(name, zip_get_error(archive->zip), err);
	member = mem_zalloc(sizeof *member);
	member->archive = archive;
	member->file = file;
	member->limit = limit;
	member->n_in = stat.valid & ZIP_STAT_COMP_SIZE && stat.comp_size < archive->size
			       ? stat.comp_size
			       : archive->size;
	return member;
}

struct member *member_open(
	struct archive *archive, const char *name, uint64_t limit, struct err *err)
{
	struct member *member;

	pthread_mutex_lock(&archive->mutex);
	member = open_member(archive, name, limit, err);
	pthread_mutex_unlock(&archive->mutex);
	return member;
}

static int read_failed(struct member *member, struct err *err)
{
	zip_error_t *error = zip_file_get_error(member->file);

	if (zip_error_code_zip(error) == ZIP_ER_CRC)
		return err_set(err, "the archive is damaged: wrong checksum");
	return err_set(err, "the archive is cut off or damaged: %s", zip_error_strerror(error));
}

ssize_t member_read(struct member *member, void *bytes, size_t n, struct err *err)
{
	zip_int64_t got;

	pthread_mutex_lock(&member->archive->mutex);
	got = zip_fread(member->file, bytes, n);
	pthread_mutex_unlock(&member->archive->mutex);
	if (got < 0)
		return read_failed(member, err);
	member->n_out += (uint64_t)got;
	if (member->n_out > member->limit)
		return err_set(err, "the archive unpacks to more than %llu bytes: refused",
			(unsigned long long)member->limit);
	if (member->n_out > RATIO_FREE && member->n_out / RATIO > member->n_in)
		return err_set(
			err, "the archive unpacks to over %d times its size: refused", RATIO);
	return (ssize_t)got;
}

void member_close(struct member *member)
{
	if (!member)
		return;
	pthread_mutex_lock(&member->archive->mutex);
	zip_fclose(member->file);
	pthread_mutex_unlock(&member->archive->mutex);
	free(member);
}
