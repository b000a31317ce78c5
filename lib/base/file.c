#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

enum { LONGEST_BESIDE = 200 }; /* of a temporary name: with its suffix it fits where names do */

struct outfile {
	char *path;
	char *temporary; /* the name it is written under, or NULL */
	FILE *stream;
	bool in_place; /* the standard output, or no regular file */
	bool keeps_existing;
	bool finished;
	struct outfile *companion; /* finished; the next in the list of `out` */
};

const char *file_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return mem_text(".");
	return slash == path ? mem_text("/") : mem_text_n(path, (size_t)(slash - path));
}

static bool is_special(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

static bool is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* A link stays a link: what it points at is replaced. */
static char *real_target(const char *path)
{
	char *real = realpath(path, NULL);

	return real ? real : mem_text(path);
}

/* As much of a name as can have something added to it, in whole characters. */
static int length_beside(const char *name)
{
	int n = (int)strnlen(name, LONGEST_BESIDE + 1);

	if (n > LONGEST_BESIDE)
		for (n--; n > 0 && (name[n] & 0xc0) == 0x80;)
			n--;
	return n;
}

static char *name_beside(const char *path, const char *suffix)
{
	char *folder = folder_of(path);
	const char *target = file_name(path);
	char *name = mem_format("%s/.%.*s.%s", folder, length_beside(target), target, suffix);

	free(folder);
	return name;
}

/* A file without a name, of which nothing stays behind when the process ends; -1 where the file
 * system has none such, or nothing could give it a name later. */
static int open_unnamed(const char *path)
{
	char *folder = folder_of(path);
	int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	free(folder);
	if (fd < 0 || access("/proc/self/fd", X_OK) == 0)
		return fd;
	close(fd);
	return -1;
}

static FILE *open_beside(struct outfile *out)
{
	struct stat st;
	mode_t mask = umask(0);
	mode_t mode = 0666 & ~mask;
	int fd = open_unnamed(out->path);

	umask(mask);
	if (stat(out->path, &st) == 0)
		mode = st.st_mode & 0777;
	if (fd < 0) {
		char *name = name_beside(out->path, "XXXXXX");

		fd = mkostemp(name, O_CLOEXEC);
		if (fd < 0) {
			free(name);
			return NULL;
		}
		out->temporary = name;
	}
	fchmod(fd, mode);
	return fdopen(fd, "w+");
}

struct outfile *outfile_open(const char *path, struct err *err)
{
	struct outfile *out = mem_zalloc(sizeof *out);

	if (!strcmp(path, "-")) {
		out->path = mem_text(path);
		out->stream = stdout;
		out->in_place = true;
		return out;
	}
	out->path = real_target(path);
	out->in_place = is_special(out->path);
	if (is_folder(out->path))
		errno = EISDIR;
	else
		out->stream = out->in_place ? fopen(out->path, "we") : open_beside(out);
	if (out->stream)
		return out;
	err_errno(err, "cannot write '%s'", path);
	outfile_abandon(out);
	return NULL;
}

static int fail_to_write(const char *path, struct err *err)
{
	if (!strcmp(path, "-"))
		return err_errno(err, "cannot write the standard output");
	return err_errno(err, "cannot write '%s'", path);
}

FILE *outfile_stream(struct outfile *out)
{
	return out->stream;
}

void outfile_keep_existing(struct outfile *out)
{
	out->keeps_existing = true;
}

int outfile_finish(struct outfile *out, struct err *err)
{
	if (out->finished)
		return 0;
	if (ferror(out->stream) || fflush(out->stream)) {
		errno = errno ? errno : EIO; /* of the write that failed, where it is still known */
		return fail_to_write(out->path, err);
	}
	if (!out->in_place && fsync(fileno(out->stream)) < 0)
		return fail_to_write(out->path, err);
	out->finished = true;
	return 0;
}

/* The rename itself is on disk only once the folder is. */
static void sync_folder(const char *path)
{
	char *folder = folder_of(path);
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	free(folder);
}

static int link_unnamed(const struct outfile *out, const char *path)
{
	char open_file[32];

	snprintf(open_file, sizeof open_file, "/proc/self/fd/%d", fileno(out->stream));
	return linkat(AT_FDCWD, open_file, AT_FDCWD, path, AT_SYMLINK_FOLLOW);
}

/* What has no name gets one that is free, to be renamed. */
static int link_beside(struct outfile *out)
{
	int status = -1;

	errno = EEXIST;
	for (int i = 0; status < 0 && errno == EEXIST; i++) {
		char suffix[32];

		free(out->temporary);
		snprintf(suffix, sizeof suffix, "%d-%d", (int)getpid(), i);
		out->temporary = name_beside(out->path, suffix);
		status = link_unnamed(out, out->temporary);
	}
	if (status == 0)
		return 0;
	free(out->temporary);
	out->temporary = NULL;
	return -1;
}

/* File systems that cannot refuse to replace are asked without it. */
static int rename_beside(const struct outfile *out)
{
	if (!out->keeps_existing)
		return rename(out->temporary, out->path);
	if (renameat2(AT_FDCWD, out->temporary, AT_FDCWD, out->path, RENAME_NOREPLACE) == 0)
		return 0;
	return errno == EINVAL || errno == ENOSYS ? rename(out->temporary, out->path) : -1;
}

static int move_into_place(struct outfile *out)
{
	if (!out->temporary) {
		if (link_unnamed(out, out->path) == 0)
			return 0;
		if (errno != EEXIST || out->keeps_existing || link_beside(out) < 0)
			return -1;
	}
	if (rename_beside(out) < 0)
		return -1;
	free(out->temporary);
	out->temporary = NULL;
	return 0;
}

static int publish(struct outfile *out, struct err *err)
{
	if (out->in_place)
		return 0;
	if (move_into_place(out) < 0)
		return fail_to_write(out->path, err);
	sync_folder(out->path);
	return 0;
}

int outfile_commit(struct outfile *out, struct err *err)
{
	int status = outfile_finish(out, err);

	for (struct outfile *with = out->companion; with && status == 0; with = with->companion)
		status = publish(with, err);
	if (status == 0)
		status = publish(out, err);
	outfile_abandon(out);
	return status;
}

void outfile_abandon(struct outfile *out)
{
	if (!out)
		return;
	if (out->stream && out->stream != stdout)
		fclose(out->stream);
	if (out->temporary)
		unlink(out->temporary);
	outfile_abandon(out->companion);
	free(out->temporary);
	free(out->path);
	free(out);
}

int file_read(const char *path, struct buf *out, struct err *err)
{
	bool is_stdin = !strcmp(path, "-");
	FILE *in = is_stdin ? stdin : fopen(path, "re");
	size_t n;
	int status = 0;

	if (!in)
		return err_errno(err, "cannot open '%s'", path);
	do {
		buf_reserve(out, 64 * 1024);
		n = fread(out->data + out->len, 1, 64 * 1024, in);
		out->len += n;
		out->data[out->len] = '\0';
	} while (n > 0);
	if (ferror(in)) {
		status = err_errno(err, "cannot read '%s'", path);
		buf_release(out);
	}
	if (!is_stdin)
		fclose(in);
	return status;
}

struct outfile *file_prepare(const char *path, const void *bytes, size_t n, struct err *err)
{
	struct outfile *out = outfile_open(path, err);

	if (!out)
		return NULL;
	if (n && fwrite(bytes, 1, n, out->stream) != n)
		fail_to_write(path, err);
	else if (outfile_finish(out, err) == 0)
		return out;
	outfile_abandon(out);
	return NULL;
}

int file_write(const char *path, const void *bytes, size_t n, struct err *err)
{
	struct outfile *out = file_prepare(path, bytes, n, err);

	return out ? outfile_commit(out, err) : -1;
}

int outfile_add_companion(
	struct outfile *out, const char *path, const void *bytes, size_t n, struct err *err)
{
	struct outfile *with = file_prepare(path, bytes, n, err);

	if (!with)
		return -1;
	with->companion = out->companion;
	out->companion = with;
	return 0;
}
