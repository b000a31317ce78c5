#include "source/gzip.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

#include "base/mem.h"

enum {
	BLOCK = 256 << 10,
	FREE_BYTES = 32 << 20,
	MAX_RATIO = 200,
	WINDOW = 15 + 16, /* the largest window, and a gzip header */
};

struct unpacking {
	z_stream z;
	unsigned char *in, *out;
	uint64_t n_in, n_out;
	bool is_whole; /* a member has just ended */
};

static int write_out(struct unpacking *unpacking, FILE *to, struct err *err)
{
	size_t n = BLOCK - unpacking->z.avail_out;

	unpacking->n_out += n;
	if (unpacking->n_out > FREE_BYTES && unpacking->n_out / MAX_RATIO > unpacking->n_in)
		return err_set(err, "it unpacks to more than %d times its size", MAX_RATIO);
	if (fwrite(unpacking->out, 1, n, to) != n)
		return err_errno(err, "cannot keep an unpacked copy");
	return 0;
}

/* All that the bytes in hand give. */
static int inflate_block(struct unpacking *unpacking, FILE *to, struct err *err)
{
	z_stream *z = &unpacking->z;

	do {
		int status;

		if (unpacking->is_whole && inflateReset(z) != Z_OK)
			return err_set(err, "the gzip file is damaged");
		z->next_out = unpacking->out;
		z->avail_out = BLOCK;
		status = inflate(z, Z_NO_FLUSH);
		if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
			return err_set(err, "the gzip file is damaged");
		unpacking->is_whole = status == Z_STREAM_END;
		if (write_out(unpacking, to, err) < 0)
			return -1;
	} while (z->avail_in || !z->avail_out);
	return 0;
}

static int unpack_all(struct unpacking *unpacking, int fd, FILE *to, struct err *err)
{
	ssize_t n;

	while ((n = pread(fd, unpacking->in, BLOCK, (off_t)unpacking->n_in)) > 0) {
		unpacking->n_in += (uint64_t)n;
		unpacking->z.next_in = unpacking->in;
		unpacking->z.avail_in = (uInt)n;
		if (inflate_block(unpacking, to, err) < 0)
			return -1;
	}
	if (n < 0)
		return err_errno(err, "cannot read on");
	if (!unpacking->is_whole)
		return err_set(err, "the gzip file is cut off");
	return fflush(to) == 0 ? 0 : err_errno(err, "cannot keep an unpacked copy");
}

int gzip_unpack(int fd, FILE *to, struct err *err)
{
	struct unpacking unpacking = {.in = mem_alloc(BLOCK), .out = mem_alloc(BLOCK)};
	int status = inflateInit2(&unpacking.z, WINDOW) == Z_OK
			     ? unpack_all(&unpacking, fd, to, err)
			     : err_set(err, "out of memory");

	inflateEnd(&unpacking.z);
	free(unpacking.in);
	free(unpacking.out);
	return status;
}
