#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

struct outfile {
	char *path;
	char *temporary; /* NULL: written in place */
	FILE *stream;
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

static FILE *open_temporary(struct outfile *out)
{
	char *folder = folder_of(out->path);
	struct stat st;
	mode_t mask = umask(0);
	mode_t mode = 0666 & ~mask;
	int fd;

	umask(mask);
	if (stat(out->path, &st) == 0)
		mode = st.st_mode & 0777;
	out->temporary = mem_format("%s/.%s.XXXXXX", folder, file_name(out->path));
	free(folder);
	fd = mkostemp(out->temporary, O_CLOEXEC);
	if (fd < 0)
		return NULL;
	fchmod(fd, mode);
	return fdopen(fd, "w+");
}

struct outfile *outfile_open(const char *path, struct err *err)
{
	struct outfile *out = mem_zalloc(sizeof *out);

	if (!strcmp(path, "-")) {
		out->path = mem_text(path);
		out->stream = stdout;
		return out;
	}
	out->path = real_target(path);
	if (is_folder(out->path)) {
		errno = EISDIR;
	} else if (is_special(out->path)) {
		out->stream = fopen(out->path, "we");
	} else {
		out->stream = open_temporary(out);
	}
	if (out->stream)
		return out;
	err_errno(err, "cannot write '%s'", path);
	free(out->temporary); /* was never made */
	out->temporary = NULL;
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

const char *outfile_temporary(const struct outfile *out)
{
	return out->temporary ? out->temporary : strcmp(out->path, "-") ? out->path : NULL;
}

int outfile_finish(struct outfile *out, struct err *err)
{
	if (out->finished)
		return 0;
	if (fflush(out->stream) || ferror(out->stream))
		return fail_to_write(out->path, err);
	if (out->temporary && fsync(fileno(out->stream)) < 0)
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

static int rename_finished(struct outfile *out, struct err *err)
{
	if (!out->temporary)
		return 0;
	if (rename(out->temporary, out->path) < 0)
		return err_errno(err, "cannot write '%s'", out->path);
	free(out->temporary);
	out->temporary = NULL;
	sync_folder(out->path);
	return 0;
}

int outfile_commit(struct outfile *out, struct err *err)
{
	int status = outfile_finish(out, err);

	for (struct outfile *with = out->companion; with && status == 0; with = with->companion)
		status = rename_finished(with, err);
	if (status == 0)
		status = rename_finished(out, err);
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
	if (ferror(in))
		status = err_errno(err, "cannot read '%s'", path);
	if (!is_stdin)
		fclose(in);
	return status;
}

static int put_bytes(
	struct outfile *out, const char *path, const void *bytes, size_t n, struct err *err)
{
	return n && fwrite(bytes, 1, n, out->stream) != n ? fail_to_write(path, err) : 0;
}

int outfile_add_companion(
	struct outfile *out, const char *path, const void *bytes, size_t n, struct err *err)
{
	struct outfile *with = outfile_open(path, err);

	if (!with)
		return -1;
	if (put_bytes(with, path, bytes, n, err) < 0 || outfile_finish(with, err) < 0) {
		outfile_abandon(with);
		return -1;
	}
	with->companion = out->companion;
	out->companion = with;
	return 0;
}

int file_write(const char *path, const void *bytes, size_t n, struct err *err)
{
	struct outfile *out = outfile_open(path, err);

	if (!out)
		return -1;
	if (put_bytes(out, path, bytes, n, err) == 0)
		return outfile_commit(out, err);
	outfile_abandon(out);
	return -1;
}
