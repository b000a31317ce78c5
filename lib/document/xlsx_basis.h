#pragma once
/* What the numbers of a workbook rest on, for its sheet of definitions. The tables are borrowed by
 * the book until it is saved. */
#include "base/buf.h"
#include "book/book.h"
#include "document/document.h"

struct xlsx_basis {
	const char *ratios_caption, *rules_caption;
	struct table *ratios, *rules;
	struct buf as_of;
};

/* The name of a column that the template does not name, written like a title. */
void xlsx_title(const struct document *document, const char *name, struct buf *out);
void xlsx_basis_make(struct xlsx_basis *basis, const struct document *document);
void xlsx_basis_add(const struct xlsx_basis *basis, struct book *book);
void xlsx_basis_release(struct xlsx_basis *basis);
