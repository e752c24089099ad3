package words

// Names is the name of a place, a store or an item. Bengali and Hindi are empty where there is none.
type Names struct {
	Name   string
	NameBN string
	NameHI string
}

// In returns the name that a reader of the language is shown: the first of the languages that it names for this, and
// the English one where none of those has a name.
func (n Names) In(language Language) string {
	own := map[Language]string{Bengali: n.NameBN, Hindi: n.NameHI}
	for _, one := range shipped[language].Names {
		if own[one] != "" {
			return own[one]
		}
	}
	return n.Name
}
