package lists

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"

	"tripol/internal/db"
	"tripol/internal/exchange/columns"
	"tripol/internal/exchange/sheet"
	"tripol/internal/household"
	"tripol/internal/stock"
)

// FileInspection describes a file before its import: its encoding or sheets, the likely header, the suggested field of
// each column, and the first rows with identity numbers masked.
type FileInspection struct {
	Header   []string            `json:"header" nullable:"false"`
	Suggest  map[string][]string `json:"suggest" nullable:"false"` // kind → suggested field of each column, or empty
	Rows     [][]string          `json:"rows" nullable:"false"`
	Encoding sheet.Encoding      `json:"encoding"`                        // in which the file is shown
	Foreign  int                 `json:"foreign_line"`                    // first line that is not UTF-8; 0: none
	Sheets   []sheet.SheetInfo   `json:"sheets"         nullable:"false"` // of a workbook
	Sheet    string              `json:"sheet"`                           // that is shown
	Merged   bool                `json:"merged"`                          // the shown sheet has merged cells
	List     string              `json:"list"`                            // the list's name, if the file states it
	Decided  bool                `json:"has_decisions"`                   // it is a file of rows that were not imported
}

const rowsShown = 5

var errEnough = errors.New("the head has been read")

// InspectFile reads the head of a file. Without a chosen encoding, a file that is not UTF-8 is shown in the likely one.
func InspectFile(file *os.File, name string, s sheet.Settings) (look FileInspection, err error) {
	likely, foreign, err := sheet.DetectEncoding(file)
	if err != nil {
		return FileInspection{}, err
	}
	if s.Encoding == "" {
		s.Encoding = likely
	}
	sheets, err := sheet.Sheets(file)
	if err != nil {
		return FileInspection{}, err
	}
	head, table, err := readHead(file, name, s)
	if err != nil {
		return FileInspection{}, err
	}
	look = FileInspection{
		Header: []string{}, Rows: [][]string{}, Encoding: s.Encoding, Foreign: foreign, Sheets: sheets, Sheet: table.Sheet,
	}
	for _, one := range sheets {
		look.Merged = look.Merged || one.Name == table.Sheet && one.Merged
	}
	look.describe(head)
	return look, nil
}

// describe fills in header, suggestions and first rows.
func (look *FileInspection) describe(head []sheet.Row) {
	at := likeliestHeader(head)
	for _, text := range head[at].Cells {
		look.Header = append(look.Header, sheet.Shorten(sheet.Clean(text)))
	}
	for len(look.Header) > 0 && look.Header[len(look.Header)-1] == "" {
		look.Header = look.Header[:len(look.Header)-1]
	}
	list := slices.IndexFunc(head[at].Cells, func(text string) bool { return sheet.Fold(text) == columns.OwnList })
	look.Decided = slices.ContainsFunc(head[at].Cells, func(text string) bool {
		return sheet.Fold(text) == columns.OwnDecision
	})
	for _, row := range head[at+1:] {
		if look.List == "" {
			look.List = columns.CellAt(row, list)
		}
		if len(look.Rows) == rowsShown || row.Fault != nil || columns.IsTagRow(row.Cells) {
			continue
		}
		cells := []string{}
		for _, text := range row.Cells[:min(len(row.Cells), len(look.Header))] {
			cells = append(cells, sheet.Shorten(text))
		}
		look.Rows = append(look.Rows, cells)
	}
	look.Suggest = map[string][]string{}
	for _, kind := range columns.Kinds {
		look.Suggest[kind] = columns.SuggestFields(kind, look.Header)
	}
}

// readHead reads the first lines of a file; the table that it returns is closed.
func readHead(file *os.File, name string, s sheet.Settings) (head []sheet.Row, list *sheet.Table, err error) {
	list, err = sheet.Open(file, name, s)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, list.Close()) }()
	err = list.Walk(func(read sheet.Row) error {
		read.Cells = append([]string(nil), read.Cells...)
		if head = append(head, read); len(head) == sheet.HeadLines {
			return errEnough
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	if err == nil && len(head) == 0 {
		err = emptySheet(list)
	}
	return head, list, err
}

// likeliestHeader returns the row with the most known headings or, if none has any, the first of those with the most
// filled cells.
func likeliestHeader(head []sheet.Row) int {
	best, most := 0, -1
	for i, row := range head {
		score := 0
		for _, text := range row.Cells {
			if columns.Known(text) {
				score += 1000
			}
			if strings.TrimSpace(text) != "" {
				score++
			}
		}
		if columns.IsTagRow(row.Cells) { // users know column names better than tags
			score /= 4
		}
		if score > most {
			best, most = i, score
		}
	}
	return best
}

// PreviewRow is one of the first rows as the import decodes it.
type PreviewRow struct {
	Line      int                          `json:"line"`
	Household *household.HouseholdRegister `json:"household,omitempty"`
	Item      *stock.ItemAdd               `json:"item,omitempty"`
	Problem   *Problem                     `json:"problem,omitempty"`
}

// Preview decodes the first rows as an import would, without writing.
func Preview(ctx context.Context, deps Deps, o Options) ([]PreviewRow, error) {
	if err := o.Mapping.Check(o.Kind); err != nil {
		return nil, err
	}
	head, table, err := readHead(o.File, o.FileName, o.Mapping.Settings(o.Scratch))
	if err != nil {
		return nil, err
	}
	l, err := columns.FindLayout(head, o.Mapping)
	if err != nil {
		return nil, err
	}
	i := &listImport{Deps: deps, Options: o, sheets: []sheetPart{{layout: l}}, seen: newDuplicateIndex(false)}
	i.Result, i.Within, i.mac = nil, nil, table.Date1904
	if err := i.begin(); err != nil {
		return nil, err
	}
	rows := []PreviewRow{}
	for _, read := range head {
		if l.Row(read) && len(rows) < 2*rowsShown {
			row, err := i.preview(ctx, read)
			if err != nil {
				return nil, err
			}
			rows = append(rows, row)
		}
	}
	return rows, nil
}

func (i *listImport) preview(ctx context.Context, read sheet.Row) (PreviewRow, error) {
	p := &pendingRow{row: read, occurrence: 1, list: i.listOf(read)}
	out := PreviewRow{Line: read.Number}
	if i.Kind == columns.Items {
		i.items.read(p)
		if p.fault == nil {
			out.Item = &p.item
		}
	} else if err := i.previewHousehold(ctx, p); err != nil {
		return out, err
	}
	switch {
	case p.fault != nil:
		problem := i.refusal(p)
		out.Problem = &problem
		return out, nil //nolint:nilerr // the row is at fault, not the import
	case len(p.notes) > 0:
		problem := problemOf(read.Number, p.notes)
		problem.Status = Noted
		out.Problem = &problem
	}
	if i.Kind == columns.Households {
		out.Household = &p.draft.HouseholdRegister
	}
	return out, nil
}

func (i *listImport) previewHousehold(ctx context.Context, p *pendingRow) error {
	i.decode(p)
	return i.Store.Read(ctx, i.Actor, func(tx *db.Tx) error {
		if err := tx.Actor.Must(household.Recorders...); err != nil {
			return err
		}
		return i.placeAndCheck(tx, p)
	})
}
