package exchange

import (
	"context"
	"errors"
	"os"
	"strings"

	"tripol/internal/db"
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
	rowsShown  = 5
	cellsShown = 80 // characters of a cell
)

var errEnough = errors.New("the head has been read")

// InspectFile reads the head of a file; scratch is as in ImportOptions.
func InspectFile(file *os.File, name, scratch string) (look FileInspection, err error) {
	head, err := readHead(file, name, "", scratch)
	if err != nil {
		return FileInspection{}, err
	}
	at := likeliestHeader(head)
	look.Header, look.Rows = []string{}, [][]string{}
	for _, text := range head[at].cells {
		look.Header = append(look.Header, shortened(text))
	}
	for len(look.Header) > 0 && look.Header[len(look.Header)-1] == "" {
		look.Header = look.Header[:len(look.Header)-1]
	}
	for _, row := range head[at+1:] {
		if len(look.Rows) == rowsShown || row.fault != nil || isTagRow(row.cells) {
			continue
		}
		cells := []string{}
		for _, text := range row.cells[:min(len(row.cells), len(look.Header))] {
			cells = append(cells, shortened(text))
		}
		look.Rows = append(look.Rows, cells)
	}
	look.Suggest = map[string][]string{}
	for _, kind := range []string{Households, Items} {
		look.Suggest[kind] = SuggestFields(kind, look.Header)
	}
	return look, nil
}

func readHead(file *os.File, name, sheet, scratch string) (head []tableRow, err error) {
	list, err := openTable(file, name, sheet, scratch)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, list.close()) }()
	err = list.walk(func(read tableRow) error {
		read.cells = append([]string(nil), read.cells...)
		if head = append(head, read); len(head) == headLines {
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

// shortened returns a cell for display: one line, truncated, identity numbers masked.
func shortened(text string) string {
	letters := []rune(masked(strings.Join(strings.Fields(text), " ")))
	if len(letters) > cellsShown {
		return string(letters[:cellsShown]) + "…"
	}
	return string(letters)
}

// likeliestHeader returns the row with the most known headings or, if none has any, the first of those with the most
// filled cells.
func likeliestHeader(head []tableRow) int {
	best, most := 0, -1
	for i, row := range head {
		score := 0
		for _, text := range row.cells {
			_, households := suggest(Households, text)
			_, items := suggest(Items, text)
			if households || items {
				score += 1000
			}
			if strings.TrimSpace(text) != "" {
				score++
			}
		}
		if isTagRow(row.cells) { // users know column names better than tags
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
func Preview(ctx context.Context, deps ImportDeps, o ImportOptions) ([]PreviewRow, error) {
	if err := o.Mapping.Check(o.Kind); err != nil {
		return nil, err
	}
	head, err := readHead(o.File, o.FileName, o.Mapping.Sheet, o.Scratch)
	if err != nil {
		return nil, err
	}
	l, err := findLayout(head, o.Mapping)
	if err != nil {
		return nil, err
	}
	i := &listImport{ImportDeps: deps, ImportOptions: o, layout: l, seen: newDuplicateIndex(false)}
	i.Result, i.Within = nil, nil
	if err := i.begin(0); err != nil {
		return nil, err
	}
	rows := []PreviewRow{}
	for _, read := range head {
		if l.row(read) && len(rows) < 2*rowsShown {
			row, err := i.preview(ctx, read)
			if err != nil {
				return nil, err
			}
			rows = append(rows, row)
		}
	}
	return rows, nil
}

func (i *listImport) preview(ctx context.Context, read tableRow) (PreviewRow, error) {
	p := &pendingRow{row: read, occurrence: 1}
	out := PreviewRow{Line: read.number}
	if i.Kind == Items {
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
		problem := problemOf(read.number, column, p.fault)
		out.Problem = &problem
	} else if i.Kind == Households {
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
