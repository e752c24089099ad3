package card

import (
	"io"
	"slices"
	"strconv"

	"tripol/internal/fault"
	"tripol/internal/pdf"
	"tripol/internal/words"
)

// Printable is a card as printed.
type Printable struct {
	Token string
	Code  string // without spaces
	Place int    // its number in the batch, printed beside it in the margin
}

// SheetOptions are the contents of a sheet besides its cards. Of these only the help number is printed on a card, on
// the back.
type SheetOptions struct {
	Batch    int    // number of the batch; 0 omits it
	Help     string // phone number for complaints and lost cards; empty omits it
	Printed  string // moment of printing, formatted in the language
	Language string // of the margin, and first on the back; empty is en for the margin and bn for the back

	said sheetWords

	practice bool // the cards are for practice mode, and state so
}

// sheetWords are the texts of a sheet in one language. Every card states in three languages that it is free of charge;
// the sheet's own language comes first and largest.
type sheetWords struct {
	batch, front, back string
	title              func(sheet, sheets int, side string) string
	free               [3]string
	lost               string
}

// inLanguage returns the texts of a language. Without a language: Bengali cards for an English office.
func inLanguage(o SheetOptions) (sheetWords, error) {
	c, err := words.Shipped()
	if err != nil {
		return sheetWords{}, err
	}
	set, err := pdf.NewTypesetter()
	if err != nil {
		return sheetWords{}, err
	}
	margin, first := words.English, words.Bengali
	if o.Language != "" {
		margin = set.Readable(c, words.Language(o.Language), "paper.cards", "paper.free", "paper.lost")
	}
	if margin != words.English {
		first = margin
	}
	others := slices.DeleteFunc([]words.Language{words.Bengali, words.Hindi, words.English}, func(l words.Language) bool {
		return l == first
	})
	free := func(l words.Language) string { return c.T(l, "paper.free", nil) }
	return sheetWords{
		batch: words.Digits(margin, c.T(margin, "paper.batch", words.Args{"n": strconv.Itoa(o.Batch)})),
		front: c.T(margin, "paper.front", nil), back: c.T(margin, "paper.back", nil),
		title: func(sheet, sheets int, side string) string {
			return words.Digits(margin, c.T(margin, "paper.cards", words.Args{
				"n": strconv.Itoa(sheet), "of": strconv.Itoa(sheets), "side": side, "when": o.Printed,
			}))
		},
		free: [3]string{free(first), free(others[0]), free(others[len(others)-1])},
		lost: c.T(first, "paper.lost", nil) + " · " + c.T(words.English, "paper.lost", nil),
	}, nil
}

// The layout, in millimetres: ten ID-1 cards, two by five, centred on an A4 page.
const (
	cardWidth, cardHeight = 85.6, 54.0
	columns, rows         = 2, 5
	perSheet              = columns * rows
	marginX               = (pdf.PageWidth - columns*cardWidth) / 2
	marginY               = (pdf.PageHeight - rows*cardHeight) / 2
	inset                 = 4.0 // margin for imprecise cuts
	codeHeight            = 6.0 // height of the digits of the typed code
	cropGap, cropLength   = 1.0, 3.0
	hairline              = 0.25 // points
	testBar               = 50.0
)

// Sheet writes a PDF of card sheets: a page of ten fronts, then the page of their backs, mirrored for duplex printing
// on the long edge. Pages are written as they are drawn, so memory does not grow with the batch.
func Sheet(w io.Writer, cards []Printable, opts SheetOptions) error {
	if len(cards) == 0 {
		return fault.New(fault.Invalid, "nothing_to_print", "There are no cards to print.")
	}
	marks, err := Marks()
	if err != nil {
		return err
	}
	d, err := pdf.New(w, marks)
	if err != nil {
		return err
	}
	said, err := inLanguage(opts)
	if err != nil {
		return err
	}
	opts.said = said
	sheets := (len(cards) + perSheet - 1) / perSheet
	err = d.DrawAll(2*sheets, func(n int, p *pdf.Page) error {
		sheet, side, of := n/2, front, said.front
		if n%2 == 1 {
			side, of = back, said.back
		}
		title := said.title(sheet+1, sheets, of)
		if opts.Batch > 0 {
			title = said.batch + " · " + title
		}
		return page{p}.side(side, cards[sheet*perSheet:min((sheet+1)*perSheet, len(cards))], title, opts)
	})
	if err != nil {
		return err
	}
	return d.Close()
}

// page has the drawings of this package.
type page struct{ *pdf.Page }

// face is one side of the sheet.
type face struct {
	column func(int) int // column of a card on this side
	draw   func(page, float64, float64, Printable, SheetOptions) error
}

var (
	front = face{func(c int) int { return c }, page.front}
	back  = face{func(c int) int { return columns - 1 - c }, page.back}
)

func (p page) side(f face, cards []Printable, title string, opts SheetOptions) error {
	p.cropMarks()
	p.Rule(marginX, pdf.PageHeight-7, marginX+testBar, pdf.PageHeight-7, 0.5)
	p.Rule(marginX, pdf.PageHeight-8.5, marginX, pdf.PageHeight-5.5, 0.5)
	p.Rule(marginX+testBar, pdf.PageHeight-8.5, marginX+testBar, pdf.PageHeight-5.5, 0.5)
	if err := p.Text(marginX+testBar+2, pdf.PageHeight-6, "50 mm", pdf.Style{Size: 2.6}); err != nil {
		return err
	}
	if err := p.Text(marginX, 8, title, pdf.Style{Size: 2.6, Widest: pdf.PageWidth - 2*marginX}); err != nil {
		return err
	}
	for i, c := range cards {
		column, row := f.column(i%columns), i/columns
		x, y := marginX+float64(column)*cardWidth, marginY+float64(row)*cardHeight
		if err := f.draw(p, x, y, c, opts); err != nil {
			return err
		}
		number, held := x-3, pdf.Right
		if column > 0 {
			number, held = x+cardWidth+3, pdf.Left
		}
		place := words.Digits(words.Language(opts.Language), strconv.Itoa(c.Place))
		if err := p.Text(number, y+cardHeight/2, place, pdf.Style{Size: 3.2, Held: held}); err != nil {
			return err
		}
	}
	return nil
}

// cropMarks are drawn outside the cards only: an imprecise cut leaves no line on a card.
func (p page) cropMarks() {
	const far = cropGap + cropLength
	for c := range columns + 1 {
		x := marginX + float64(c)*cardWidth
		p.Rule(x, marginY-far, x, marginY-cropGap, hairline)
		p.Rule(x, pdf.PageHeight-marginY+cropGap, x, pdf.PageHeight-marginY+far, hairline)
	}
	for r := range rows + 1 {
		y := marginY + float64(r)*cardHeight
		p.Rule(marginX-far, y, marginX-cropGap, y, hairline)
		p.Rule(pdf.PageWidth-marginX+cropGap, y, pdf.PageWidth-marginX+far, y, hairline)
	}
}

// front draws the QR code, the marks of which the family's is circled, and the typed code. No name, area or reason.
func (p page) front(x, y float64, c Printable, opts SheetOptions) error {
	if err := p.QR(x+inset, y+inset, qrSide, c.Token); err != nil {
		return err
	}
	if opts.practice {
		if err := p.practice(x+inset+qrSide+2, y+inset+10, cardWidth-qrSide-2*inset-4); err != nil {
			return err
		}
	} else {
		p.marks(x+cardWidth-inset-markColumns*markCell+(markCell-markSide)/2, y+inset+1)
	}
	large := pdf.Style{Size: codeHeight * 1000 / pdf.CapHeight, Widest: cardWidth - 2*inset, Held: pdf.Centre}
	return p.Text(x+cardWidth/2, y+cardHeight-inset-2, GroupCode(c.Code), large)
}

// back draws the statement that the card is free of charge in three languages, eight boxes to tick by pen when phones
// fail, and the help number.
func (p page) back(x, y float64, _ Printable, opts SheetOptions) error {
	if opts.practice {
		return p.practice(x+inset, y+cardHeight/2-10, cardWidth-2*inset)
	}
	const width, boxes, box = cardWidth - 2*inset, 8, 7.0
	middle, said := x+cardWidth/2, opts.said
	texts := []struct {
		y    float64
		text string
		size float64
	}{
		{10.5, said.free[0], 5.2}, {17.5, said.free[1], 4.6}, {23.5, said.free[2], 4.6},
	}
	if opts.Help != "" {
		texts = append(texts, []struct {
			y    float64
			text string
			size float64
		}{{40.5, said.lost, 3.4}, {49.5, opts.Help, 6.0 * 1000 / pdf.CapHeight}}...)
	}
	for _, t := range texts {
		if err := p.Text(middle, y+t.y, t.text, pdf.Style{Size: t.size, Widest: width, Held: pdf.Centre}); err != nil {
			return err
		}
	}
	gap := (width - boxes*box) / (boxes - 1)
	for i := range boxes {
		p.Box(x+inset+float64(i)*(box+gap), y+27.5, box, box)
	}
	return nil
}
