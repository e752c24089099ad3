package card

import (
	"io"

	"tripol/internal/pdf"
)

// Internals for the tests of this package.
var (
	SignWith  = sign
	CodeOf    = codeOf
	Encode45  = encode45
	Decode45  = decode45
	DrawID    = drawID
	Crockford = codeAlphabet
	Base45    = base45
)

// TokenLength is the number of symbols of a token.
const TokenLength = tokenLength

// ReadUnverified decodes a token without verifying its signature: the control of the forgery tests.
func ReadUnverified(token string) (TokenClaim, error) {
	s, err := unwrap(token)
	return s.claim(), err
}

// Dir is the folder of keys.
func (k *Keys) Dir() string { return k.dir }

// OnePage writes a document of one page with one line of text.
func OnePage(w io.Writer, text string) error {
	d, err := pdf.New(w)
	if err != nil {
		return err
	}
	if err := d.Page(func(p *pdf.Page) error { return p.Text(20, 40, text, pdf.Style{Size: 6, Widest: 170}) }); err != nil {
		return err
	}
	return d.Close()
}

// Known is the number of credentials in memory.
func (g *CodeLimiter) Known() int { return len(g.of) }

// MarksFormOf draws the marks by other drawings than the program's.
func MarksFormOf(paths map[string]string) error {
	_, err := formOf(paths)
	return err
}
