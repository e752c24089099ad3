package sheet

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"tripol/internal/fault"
)

// SheetInfo describes one sheet of a workbook.
type SheetInfo struct {
	Name   string `json:"name"`
	Hidden bool   `json:"hidden"`
	Merged bool   `json:"merged"` // has cells that are merged downwards
}

// book is what a workbook states about its sheets.
type book struct {
	sheets   []SheetInfo
	parts    map[string]string // name of a sheet → its part
	date1904 bool
}

// mergedMark follows the number of a row in the spool if an empty cell of it is merged with the one above.
const mergedMark = "m"

// Sheets lists the sheets of a workbook; none for another file.
func Sheets(file File) ([]SheetInfo, error) {
	head, err := headOf(file)
	if err != nil || !bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		return []SheetInfo{}, err
	}
	size, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, err
	}
	if err := checkArchive(file, size); err != nil {
		return nil, err
	}
	about, err := describeBook(file, size)
	if err != nil {
		return nil, err
	}
	for i := range about.sheets {
		marks, err := about.marksOf(file, size, about.sheets[i].Name)
		if err != nil {
			return nil, err
		}
		about.sheets[i].Merged = len(marks.merges) > 0
	}
	return about.sheets, nil
}

func describeBook(file io.ReaderAt, size int64) (book, error) {
	archive, err := zip.NewReader(file, size)
	if err != nil {
		return book{}, workbookUnreadable(err)
	}
	var stated struct {
		Properties struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name     string `xml:"name,attr"`
			State    string `xml:"state,attr"`
			Relation string `xml:"id,attr"`
		} `xml:"sheets>sheet"`
	}
	var related struct {
		Relations []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := decodePart(archive, "xl/workbook.xml", &stated); err != nil {
		return book{}, err
	}
	if err := decodePart(archive, "xl/_rels/workbook.xml.rels", &related); err != nil {
		return book{}, err
	}
	targets := map[string]string{}
	for _, r := range related.Relations {
		targets[r.ID] = strings.TrimPrefix(path.Join("/xl", r.Target), "/")
		if strings.HasPrefix(r.Target, "/") {
			targets[r.ID] = strings.TrimPrefix(path.Clean(r.Target), "/")
		}
	}
	about := book{sheets: []SheetInfo{}, parts: map[string]string{}}
	about.date1904 = stated.Properties.Date1904 == "1" || stated.Properties.Date1904 == "true"
	for _, s := range stated.Sheets {
		hidden := s.State == "hidden" || s.State == "veryHidden"
		about.sheets = append(about.sheets, SheetInfo{Name: s.Name, Hidden: hidden})
		about.parts[s.Name] = targets[s.Relation]
	}
	return about, nil
}

// decodePart decodes one of the small parts of a workbook.
func decodePart(archive *zip.Reader, name string, into any) error {
	part, err := archive.Open(name)
	if err != nil {
		return workbookUnreadable(err)
	}
	err = xml.NewDecoder(io.LimitReader(part, partInMemory)).Decode(into)
	if err = errors.Join(err, part.Close()); err != nil {
		return workbookUnreadable(err)
	}
	return nil
}

// chosen returns the wanted sheets, or the first visible one.
func (b book) chosen(wanted []string) ([]string, error) {
	if len(b.sheets) == 0 {
		return nil, workbookUnreadable(errors.New("no sheet"))
	}
	if len(wanted) == 0 {
		first := max(slices.IndexFunc(b.sheets, func(s SheetInfo) bool { return !s.Hidden }), 0)
		return []string{b.sheets[first].Name}, nil
	}
	var names []string
	for _, s := range b.sheets {
		names = append(names, s.Name)
	}
	for _, name := range wanted {
		if !slices.Contains(names, name) {
			return nil, fault.New(fault.Invalid, "sheet_missing",
				fmt.Sprintf("The spreadsheet has no sheet %.60q. Name one of: %.200s.", name, strings.Join(names, ", "))).
				At("/sheet")
		}
	}
	return wanted, nil
}

// others returns the visible sheets that are not among the chosen ones.
func (b book) others(chosen []string) (names []string) {
	for _, s := range b.sheets {
		if !s.Hidden && !slices.Contains(chosen, s.Name) {
			names = append(names, s.Name)
		}
	}
	return names
}

// sheetMarks are the cells of a sheet that its rows alone do not explain: those that are merged downwards, and formulas
// without a stored value, which programs leave out that do not compute.
type sheetMarks struct {
	merges   map[int][]merge // by first row
	active   []merge
	formulas map[cellAt]bool
}

type merge struct {
	column, last int // the column from 0; the last row
	text         string
}

type cellAt struct{ row, column int }

const mostMarks = 200_000

// marksOf scans a sheet's part for its tags, without decoding it.
func (b book) marksOf(file io.ReaderAt, size int64, name string) (marks sheetMarks, err error) {
	archive, err := zip.NewReader(file, size)
	if err != nil {
		return marks, workbookUnreadable(err)
	}
	part, err := archive.Open(b.parts[name])
	if err != nil {
		return marks, workbookUnreadable(err)
	}
	defer func() { err = errors.Join(err, part.Close()) }()
	marks = sheetMarks{merges: map[int][]merge{}, formulas: map[cellAt]bool{}}
	tags := bufio.NewScanner(part)
	tags.Buffer(make([]byte, 64<<10), partInMemory)
	tags.Split(splitTags)
	var cell tagOfCell
	for tags.Scan() && len(marks.merges)+len(marks.formulas) < mostMarks {
		marks.note(&cell, tags.Bytes())
	}
	if err := tags.Err(); err != nil && !errors.Is(err, bufio.ErrTooLong) {
		return marks, workbookUnreadable(err)
	}
	return marks, nil
}

// splitTags ends a token after each tag.
func splitTags(data []byte, atEOF bool) (advance int, token []byte, err error) {
	if at := bytes.IndexByte(data, '>'); at >= 0 {
		return at + 1, data[:at], nil
	}
	if atEOF && len(data) > 0 {
		return len(data), data, nil
	}
	return 0, nil, nil
}

// tagOfCell is the cell that a scan is in.
type tagOfCell struct {
	ref            string
	computesText   bool // the value of such a formula may be an empty text
	formula, value bool
}

// note takes in one tag, with the text before it.
func (m *sheetMarks) note(cell *tagOfCell, token []byte) {
	text, tag, found := bytes.Cut(token, []byte("<"))
	if !found {
		return
	}
	name, rest, _ := bytes.Cut(tag, []byte(" "))
	switch localName(string(bytes.TrimSuffix(name, []byte("/")))) {
	case "c":
		*cell = tagOfCell{ref: attribute(rest, "r"), computesText: attribute(rest, "t") == "str"}
	case "f":
		cell.formula = true
	case "v":
		cell.value = cell.value || cell.computesText
	case "/v", "/t":
		cell.value = cell.value || len(text) > 0
	case "/c":
		m.formula(*cell)
	case "mergeCell":
		m.merge(attribute(rest, "ref"))
	}
}

// localName is the name of a tag, with the bar of a closing one, without the prefix of its namespace.
func localName(name string) string {
	_, local, prefixed := strings.Cut(name, ":")
	switch {
	case prefixed && strings.HasPrefix(name, "/"):
		return "/" + local
	case prefixed:
		return local
	}
	return name
}

// formula marks a cell whose formula has no value.
func (m *sheetMarks) formula(cell tagOfCell) {
	column, row, err := excelize.CellNameToCoordinates(cell.ref)
	if err == nil && cell.formula && !cell.value {
		m.formulas[cellAt{row, column - 1}] = true
	}
}

func attribute(tag []byte, name string) string {
	_, after, _ := bytes.Cut(append([]byte(" "), tag...), []byte(" "+name+`="`))
	value, _, _ := bytes.Cut(after, []byte(`"`))
	return string(value)
}

func (m *sheetMarks) merge(ref string) {
	from, to, _ := strings.Cut(ref, ":")
	column, first, err := excelize.CellNameToCoordinates(from)
	if err != nil {
		return
	}
	_, last, err := excelize.CellNameToCoordinates(to)
	if err != nil || last <= first || column > mostColumns {
		return
	}
	m.merges[first] = append(m.merges[first], merge{column: column - 1, last: last})
}

// markFormulas writes an error into the cells of formulas that have no value: an empty text would be taken for nothing.
func (m *sheetMarks) markFormulas(row int, cells []string) []string {
	if len(m.formulas) == 0 {
		return cells
	}
	for column := range mostColumns {
		if !m.formulas[cellAt{row, column}] {
			continue
		}
		for len(cells) <= column {
			cells = append(cells, "")
		}
		if cells[column] == "" {
			cells[column] = "#VALUE!"
		}
	}
	return cells
}

// fillRow repeats, if asked, the text of the cells that are merged downwards into this row, and reports whether one
// remains empty.
func (m *sheetMarks) fillRow(row int, cells []string, fill bool) (filled []string, merged bool) {
	m.active = slices.DeleteFunc(m.active, func(one merge) bool { return one.last < row })
	for _, one := range m.active {
		for fill && len(cells) <= one.column {
			cells = append(cells, "")
		}
		switch empty := one.column >= len(cells) || cells[one.column] == ""; {
		case empty && fill:
			cells[one.column] = one.text
		case empty:
			merged = true
		}
	}
	for _, one := range m.merges[row] {
		if one.column < len(cells) {
			one.text = cells[one.column]
		}
		m.active = append(m.active, one)
	}
	return cells, merged
}
