/* generate WORDS FOLDER: writes the invented exports and orders into FOLDER. The same bytes on
 * every machine. Run by `make sample-data`. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/date.h"
#include "base/file.h"
#include "base/mem.h"
#include "sample-data/export.h"

enum { SEED = 20261101, EXPORT_HOUR = 8 };

static int write_file(const char *folder, const char *name, struct buf *bytes, struct err *err)
{
	char *path = mem_format("%s/%s", folder, name);
	int status = file_write(path, bytes->data, bytes->len, err);

	free(path);
	buf_clear(bytes);
	return status;
}

static int write_exports(const struct complaints *complaints, const struct shop *shop,
	const char *folder, struct err *err)
{
	struct buf bytes = {0};
	char *store = mem_format("%s/exports/store.xlsx", folder);
	int status = -1;

	export_hotline(complaints, shop, &bytes);
	if (write_file(folder, "exports/hotline.csv", &bytes, err) == 0 &&
		export_web(complaints, shop, &bytes, err) == 0 &&
		write_file(folder, "exports/web.csv", &bytes, err) == 0 &&
		export_store(complaints, shop, store, err) == 0) {
		export_orders(shop, &bytes);
		status = write_file(folder, "orders.csv", &bytes, err);
	}
	free(store);
	buf_release(&bytes);
	return status;
}

static int make_folder(const char *folder, struct err *err)
{
	char *exports = mem_format("%s/exports", folder);
	int status = mkdir(exports, 0777);

	if (status < 0 && errno == EEXIST)
		status = 0;
	if (status < 0)
		err_errno(err, "cannot make '%s'", exports);
	free(exports);
	return status;
}

int main(int argc, char **argv)
{
	struct random random = {SEED};
	struct shop *shop = mem_zalloc(sizeof *shop);
	struct complaints complaints = {0};
	int64_t exported = (int64_t)date_day(2026, 11, 1) * DAY_SECONDS + EXPORT_HOUR * 3600;
	struct err err;
	int status = -1;

	if (argc != 3) {
		fprintf(stderr, "usage: %s WORDS FOLDER\n", argv[0]);
		return 2;
	}
	if (shop_open(shop, argv[1], &random, &err) == 0 && make_folder(argv[2], &err) == 0) {
		complaints_invent(&complaints, shop, &random, exported);
		status = write_exports(&complaints, shop, argv[2], &err);
	}
	if (status < 0)
		fprintf(stderr, "generate: %s\n", err.text);
	complaints_release(&complaints);
	shop_release(shop);
	free(shop);
	return status < 0;
}
