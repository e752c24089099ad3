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

// Look is what a file shows before it is imported: its likely header, what the columns may become, and its first rows
// with identity numbers masked.
type Look struct {
	Header  []string            `json:"header" nullable:"false"`
	Suggest map[string][]string `json:"suggest"` // kind → the field of each column, empty where nothing is known
	Rows    [][]string          `json:"rows" nullable:"false"`
}

const (
	rowsShown  = 5
	cellsShown = 80 // letters of a cell
)

var errEnough = errors.New("enough has been read")

// LookAt reads the head of a file; scratch is as of an Order.
func LookAt(file *os.File, name, scratch string) (look Look, err error) {
	head, err := readHead(file, name, "", scratch)
	if err != nil {
		return Look{}, err
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

func readHead(file *os.File, name, sheet, scratch string) (head []line, err error) {
	list, err := openTable(file, name, sheet, scratch)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, list.close()) }()
	err = list.walk(func(read line) error {
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

// shortened is a cell as it may be shown: one line, not long, without an identity number.
func shortened(text string) string {
	letters := []rune(masked(strings.Join(strings.Fields(text), " ")))
	if len(letters) > cellsShown {
		return string(letters[:cellsShown]) + "…"
	}
	return string(letters)
}

// likeliestHeader is the line with the most headings we know, or else the first with the most filled cells.
func likeliestHeader(head []line) int {
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
		if isTagRow(row.cells) { // people know columns by their names rather than their tags
			score /= 4
		}
		if score > most {
			best, most = i, score
		}
	}
	return best
}

// PreviewRow is one of the first rows as it would be read.
type PreviewRow struct {
	Line      int                          `json:"line"`
	Household *household.HouseholdRegister `json:"household,omitempty"`
	Item      *stock.ItemAdd               `json:"item,omitempty"`
	Problem   *Problem                     `json:"problem,omitempty"`
}

// Preview reads the first rows as an import would, and writes nothing.
func Preview(ctx context.Context, house House, o Order) ([]PreviewRow, error) {
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
	i := &listImport{House: house, Order: o, layout: l, seen: newSeen(false)}
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

func (i *listImport) preview(ctx context.Context, read line) (PreviewRow, error) {
	p := &pending{row: read, occurrence: 1}
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

func (i *listImport) previewHousehold(ctx context.Context, p *pending) error {
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
