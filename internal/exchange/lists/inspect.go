package lists

import (
	"context"
	"errors"
	"os"
	"strings"

	"tripol/internal/db"
	"tripol/internal/exchange/columns"
	"tripol/internal/exchange/sheet"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/stock"
)

// FileInspection describes a file before its import: the likely header, the suggested field of each column, and the
// first rows with identity numbers masked.
type FileInspection struct {
	Header  []string            `json:"header" nullable:"false"`
	Suggest map[string][]string `json:"suggest" nullable:"false"` // kind → suggested field of each column, or empty
	Rows    [][]string          `json:"rows" nullable:"false"`
}

const (
	rowsShown = 5
)

var errEnough = errors.New("the head has been read")

// InspectFile reads the head of a file; scratch is as in Options.
func InspectFile(file *os.File, name, scratch string) (look FileInspection, err error) {
	head, err := readHead(file, name, "", scratch)
	if err != nil {
		return FileInspection{}, err
	}
	at := likeliestHeader(head)
	look.Header, look.Rows = []string{}, [][]string{}
	for _, text := range head[at].Cells {
		look.Header = append(look.Header, sheet.Shorten(text))
	}
	for len(look.Header) > 0 && look.Header[len(look.Header)-1] == "" {
		look.Header = look.Header[:len(look.Header)-1]
	}
	for _, row := range head[at+1:] {
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
	for _, kind := range []string{columns.Households, columns.Items} {
		look.Suggest[kind] = columns.SuggestFields(kind, look.Header)
	}
	return look, nil
}

func readHead(file *os.File, name, sheetName, scratch string) (head []sheet.Row, err error) {
	list, err := sheet.Open(file, name, sheetName, scratch)
	if err != nil {
		return nil, err
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
		err = fault.New(fault.Invalid, "file_empty", "The file is empty.")
	}
	return head, err
}

// likeliestHeader returns the row with the most known headings or, if none has any, the first of those with the most
// filled cells.
func likeliestHeader(head []sheet.Row) int {
	best, most := 0, -1
	for i, row := range head {
		score := 0
		for _, text := range row.Cells {
			_, households := columns.Suggest(columns.Households, text)
			_, items := columns.Suggest(columns.Items, text)
			if households || items {
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
	head, err := readHead(o.File, o.FileName, o.Mapping.Sheet, o.Scratch)
	if err != nil {
		return nil, err
	}
	l, err := columns.FindLayout(head, o.Mapping)
	if err != nil {
		return nil, err
	}
	i := &listImport{Deps: deps, Options: o, layout: l, seen: newDuplicateIndex(false)}
	i.Result, i.Within = nil, nil
	if err := i.begin(0); err != nil {
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
	p := &pendingRow{row: read, occurrence: 1}
	out := PreviewRow{Line: read.Number}
	if i.Kind == columns.Items {
		i.items.read(p)
		if p.fault == nil {
			out.Item = &p.item
		}
	} else if err := i.previewHousehold(ctx, p); err != nil {
		return out, err
	}
	if p.fault != nil {
		column := p.column
		if column == "" {
			column = i.reader.columnOf(p.fault.Path)
		}
		problem := problemOf(read.Number, column, p.fault)
		out.Problem = &problem
	} else if i.Kind == columns.Households {
		out.Household = &p.draft.HouseholdRegister
	}
	return out, nil
}

func (i *listImport) previewHousehold(ctx context.Context, p *pendingRow) error {
	if p.draft, p.column, p.fault = i.reader.read(p.row); p.fault != nil {
		return nil //nolint:nilerr // the row is at fault, not the import
	}
	p.column = ""
	return i.Store.Read(ctx, i.Actor, func(tx *db.Tx) error {
		if err := tx.Actor.Must(household.Recorders...); err != nil {
			return err
		}
		return i.placeAndCheck(tx, p)
	})
}
