# grid.tsv and its merged cells (merges: first and last row, first and last column, from 0) as
# form: xlsx, html or xml. A cell that another one covers is left out.
BEGIN { FS = "\t" }
FILENAME == "merges" {
	split($0, m, " ")
	down[m[1], m[3]] = m[2] - m[1]
	across[m[1], m[3]] = m[4] - m[3]
	for (r = m[1]; r <= m[2]; r++)
		for (c = m[3]; c <= m[4]; c++)
			covered[r, c] = r > m[1] || c > m[3]
	refs = refs sprintf("<mergeCell ref=\"%c%d:%c%d\"/>", 65 + m[3], m[1] + 1, 65 + m[4], m[2] + 1)
	next
}
FNR == 1 {
	if (form == "xlsx") print "<worksheet><sheetData>"
	if (form == "html") print "<html><meta charset=utf-8><table>"
	if (form == "xml") print "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet ss:Name=\"台账\"><Table>"
}
{
	r = FNR - 1
	printf form == "xlsx" ? "<row r=\"%d\">" : form == "html" ? "<tr>" : "<Row ss:Index=\"%d\">", FNR
	for (c = 0; c < 6; c++) {
		if (covered[r, c])
			continue
		if (form == "html")
			printf "<td rowspan=%d colspan=%d>%s</td>", down[r, c] + 1, across[r, c] + 1, $(c + 1)
		else if ($(c + 1) == "")
			continue
		else if (form == "xlsx")
			printf "<c r=\"%c%d\" t=\"inlineStr\"><is><t>%s</t></is></c>", 65 + c, FNR, $(c + 1)
		else
			printf "<Cell ss:Index=\"%d\" ss:MergeDown=\"%d\" ss:MergeAcross=\"%d\"><Data ss:Type=\"String\">%s</Data></Cell>", c + 1, down[r, c], across[r, c], $(c + 1)
	}
	print form == "xlsx" ? "</row>" : form == "html" ? "</tr>" : "</Row>"
}
END {
	if (form == "xlsx") print "</sheetData><mergeCells count=\"19\">" refs "</mergeCells></worksheet>"
	if (form == "html") print "</table></html>"
	if (form == "xml") print "</Table></Worksheet></Workbook>"
}
