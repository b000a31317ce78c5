#pragma once
/* Texts of an old workbook: those of BIFF8 are UTF-16 or its low bytes and may go on in CONTINUE
 * records, where the width may change; those of BIFF5 are bytes of the workbook's code page. */
#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "source/decode.h"
#include "spreadsheet/xls_record.h"
#include "spreadsheet/xlsx_text.h"

struct xls_texts {
	struct xls_stream stream;
	bool is_wide;            /* BIFF8 */
	struct decoder *decoder; /* BIFF5; NULL: the workbook does not say its code page */
	bool has_bad;            /* a text had bytes that are none of the code page; sticks */
	struct arena scratch;
};

void xls_texts_release(struct xls_texts *texts);

/* How long a text's length is. */
enum xls_length { XLS_LENGTH_ONE = 1, XLS_LENGTH_TWO };

/* Appends the text that begins at byte `at` of the record, as UTF-8 without NUL. */
int xls_text_read(struct xls_texts *texts, const struct xls_record *record, size_t at,
	enum xls_length length, struct buf *out, struct err *err);

/* The shared texts; formatting runs and phonetic readings are left out. */
int xls_shared_read(struct xls_texts *texts, const struct xls_record *record,
	struct shared_texts *shared, struct err *err);
