#include "source/hasher.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

enum { BLOCK = 1 << 20 };

struct hasher {
	pthread_t thread;
	bool has_thread;
	atomic_bool is_wanted;
	int fd;
	struct stat before;
	char sha256[DIGEST_TEXT];
};

static void *hash_all(void *context)
{
	struct hasher *hasher = context;
	struct digest *digest = digest_new();
	char *block = mem_alloc(BLOCK);
	off_t offset = 0;
	ssize_t n = 0;

	while (atomic_load(&hasher->is_wanted)) {
		n = pread(hasher->fd, block, BLOCK, offset);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		digest_add(digest, block, (size_t)n);
		offset += n;
	}
	digest_finish(digest, hasher->sha256);
	free(block);
	return NULL;
}

struct hasher *hasher_start(int fd)
{
	struct hasher *hasher = mem_zalloc(sizeof *hasher);

	hasher->fd = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	fstat(fd, &hasher->before);
	atomic_init(&hasher->is_wanted, true);
	hasher->has_thread = pthread_create(&hasher->thread, NULL, hash_all, hasher) == 0;
	if (!hasher->has_thread)
		hash_all(hasher);
	return hasher;
}

static void join(struct hasher *hasher)
{
	if (hasher->has_thread)
		pthread_join(hasher->thread, NULL);
	hasher->has_thread = false;
}

static bool has_changed(const struct hasher *hasher)
{
	const struct stat *before = &hasher->before;
	struct stat now;

	if (fstat(hasher->fd, &now) < 0)
		return false;
	return now.st_size != before->st_size || now.st_mtim.tv_sec != before->st_mtim.tv_sec ||
	       now.st_mtim.tv_nsec != before->st_mtim.tv_nsec;
}

int hasher_finish(struct hasher *hasher, char out[DIGEST_TEXT], struct err *err)
{
	join(hasher);
	memcpy(out, hasher->sha256, DIGEST_TEXT);
	return has_changed(hasher) ? err_set(err, "it changed while it was read") : 0;
}

void hasher_free(struct hasher *hasher)
{
	if (!hasher)
		return;
	atomic_store(&hasher->is_wanted, false);
	join(hasher);
	close(hasher->fd);
	free(hasher);
}
