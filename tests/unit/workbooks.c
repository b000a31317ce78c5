/* Every cell of every workbook in ../shared/data/excel, as one hash for each folder. When the
 * hashes were made, openpyxl 3.0.9 and xlrd 1.2.0 (and LibreOffice, of a book whose styles openpyxl
 * cannot read) gave the same 68,745 cells but for three kinds: escapes of control characters, which
 * openpyxl leaves as they are written; day 60, which there was not; day 0 since 1904. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/mem.h"
#include "source/source.h"
#include "spreadsheet/sheet.h"

#define EXCEL "../shared/data/excel/"

struct listing {
	struct digest *digest;
	size_t n_refused, n_cells;
};

static void add_text(struct listing *listing, const char *text, size_t n)
{
	digest_add(listing->digest, text, n);
	digest_add(listing->digest, "\n", 1);
}

static void add_row(struct listing *listing, const struct sheet_row *row)
{
	for (size_t i = 0; i < row->n; i++) {
		const struct sheet_cell *cell = &row->cells[i];
		char place[64];

		if (!cell->text.n)
			continue;
		listing->n_cells++;
		add_text(listing, place,
			(size_t)snprintf(place, sizeof place, "%llu %zu %d",
				(unsigned long long)row->line, i, (int)cell->kind));
		add_text(listing, cell->text.text, cell->text.n);
	}
}

static int add_sheets(struct listing *listing, struct book_in *book, struct err *err)
{
	struct sheet_row row;
	int status = 0;

	for (size_t i = 0; status == 0 && i < book_in_sheets(book); i++) {
		const char *name = book_in_name(book, i);

		add_text(listing, name, strlen(name));
		status = book_in_start(book, i, err);
		while (status == 0 && (status = book_in_row(book, &row, err)) > 0) {
			add_row(listing, &row);
			status = 0;
		}
	}
	return status;
}

/* What cannot be read is counted, and its message is part of the hash. */
static void add_book(struct listing *listing, const char *path)
{
	struct source source;
	struct err err;
	struct book_in *book = NULL;
	int status = source_open(&source, path, &err);

	if (status == 0)
		book = source.kind == SOURCE_XLS ? xls_open(source.fd, "book", NULL, &err)
						 : xlsx_open(source.fd, "book", &err);
	status = book ? add_sheets(listing, book, &err) : -1;
	listing->n_refused += status < 0;
	if (status < 0 && book)
		add_text(listing, err.text, strlen(err.text));
	book_in_close(book);
	source_close(&source);
}

static const struct folder {
	const char *pattern;
	size_t n_books, n_refused, n_cells;
	const char *sha256;
} FOLDERS[] = {
	{"libxlsxwriter/test/functional/xlsx_files/*.xlsx", 741, 0, 8787,
		"ae12d0a847203ef0317593c2acb9455c00b879ab013139b7800287678cb94b6c"},
	{"openpyxl/openpyxl/*/tests/data/*.xlsx", 12, 1, 1180,
		"e309ee94a9a571765172c73dc409237ac5149b18e2a13e8f14798421b3595333"},
	{"openpyxl/openpyxl/tests/data/*/*.xlsx", 11, 1, 283,
		"2269857946cfe168086a71b5339b6b5d387908c55f60c2f23ec7ab7854eb3eac"},
	{"openpyxl/openpyxl/workbook/names/tests/data/*.xlsx", 3, 0, 40,
		"f4978a820e82c9f9324f415379cb66474fd4d5b1d2ab304472a8b735d96acb83"},
	{"openpyxl/openpyxl/sample/files/*.xlsx", 2, 0, 102,
		"d3f912a5927665514f53c33bc9748a55ae8e244777a3dbe516d7ff3a9ad91a24"},
	{"readxl/inst/extdata/*.xls*", 10, 0, 11546,
		"0465a2779f68f476ceb82c1e2a9912c1d19c119a75c413601f7fa10898b1c9bd"},
	{"readxl/tests/testthat/sheets/*.xls*", 68, 0, 37232,
		"0d489abb313ae362711b4858593953cb36eae84b96a3b17bb03dff2b02ed8762"},
	{"tealeg/testdocs/*.xlsx", 29, 2, 9575,
		"26ac93c140c6b3923349366c8c1cf0d8498d8db13524f93c025c0fb73e9d1912"},
};

static void expect_folder(const struct folder *folder)
{
	char *pattern = mem_format(EXCEL "%s", folder->pattern);
	char sha256[DIGEST_TEXT];
	struct listing listing = {.digest = digest_new()};
	glob_t found = {0};

	glob(pattern, 0, NULL, &found);
	for (size_t i = 0; i < found.gl_pathc; i++)
		add_book(&listing, found.gl_pathv[i]);
	digest_finish(listing.digest, sha256);
	cr_expect(found.gl_pathc == folder->n_books && listing.n_refused == folder->n_refused &&
			  listing.n_cells == folder->n_cells && !strcmp(sha256, folder->sha256),
		"%s: %zu books, %zu refused, %zu cells, %s", folder->pattern, found.gl_pathc,
		listing.n_refused, listing.n_cells, sha256);
	globfree(&found);
	free(pattern);
}

Test(workbooks, all_cells)
{
	if (access(EXCEL, R_OK) != 0)
		cr_skip_test("'%s' is not here", EXCEL);
	for (size_t i = 0; i < sizeof FOLDERS / sizeof *FOLDERS; i++)
		expect_folder(&FOLDERS[i]);
}
