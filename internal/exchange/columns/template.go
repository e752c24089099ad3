package columns

import (
	"encoding/csv"
	"io"
	"maps"
	"slices"
	"strings"

	"tripol/internal/exchange/sheet"
	"tripol/internal/fault"
	"tripol/internal/words"
)

// The lists that have a template but no column mapping: their headings are fixed.
const (
	People = "people"
	Places = "places"
	Stock  = "stock"
)

// templates are the headings and the example row of each list in each language. A heading is one that the import knows;
// the example is recognised by its mark, and never imported.
var templates = map[string]map[words.Language][2]string{
	Households: {
		"en": {
			"Name|Phone|Gram Panchayat|Block|Women|Men|Girls|Boys|Infants|Elderly|House type|Landmark|Damage|Damage date|Card",
			"Example: Rahima Bibi|9800000000|Amlani|Hasnabad|1|1|1|0|0|0|kutcha|near the tank|partial|21-05-2020|",
		},
		"bn": {
			"নাম|ফোন|গ্রাম পঞ্চায়েত|ব্লক|মহিলা|পুরুষ|মেয়ে|ছেলে|শিশু|বয়স্ক|বাড়ির ধরন|ঠিকানা|ক্ষতি|ক্ষতির তারিখ|কার্ড",
			"উদাহরণ: রহিমা বিবি|৯৮০০০০০০০০|আমলানি|হাসনাবাদ|১|১|১|০|০|০|kutcha|পুকুরের পাশে|আংশিক|২১-০৫-২০২০|",
		},
		"hi": {
			"नाम|फोन|ग्राम पंचायत|ब्लॉक|महिला|पुरुष|लड़की|लड़का|शिशु|बुजुर्ग|मकान का प्रकार|पता|नुकसान|नुकसान की तारीख|कार्ड",
			"उदाहरण: रहीमा बीबी|९८००००००००|आमलानी|हासनाबाद|१|१|१|०|०|०|kutcha|तालाब के पास|आंशिक|२१-०५-२०२०|",
		},
	},
	Items: {
		"en": {"Code|Name|Bengali name|Hindi name|Unit", "tarpaulin-4x6|Example: Tarpaulin 4 x 6 m|ত্রিপল|तिरपाल|piece"},
		"bn": {"কোড|নাম|বাংলা নাম|হিন্দি নাম|একক", "tarpaulin-4x6|উদাহরণ: Tarpaulin 4 x 6 m|ত্রিপল|तिरपाल|piece"},
		"hi": {"कोड|नाम|बंगाली नाम|हिंदी नाम|इकाई", "tarpaulin-4x6|उदाहरण: Tarpaulin 4 x 6 m|ত্রিপল|तिरपाल|piece"},
	},
	People: {
		"en": {"name|login|roles|area|language", "Example: Rina Das||outreach_worker + distributor|block:2738|bn"},
		"bn": {"নাম|লগইন|ভূমিকা|এলাকা|ভাষা", "উদাহরণ: রিনা দাস||outreach_worker + distributor|block:2738|bn"},
		"hi": {"नाम|लॉगिन|भूमिका|इलाका|भाषा", "उदाहरण: रीना दास||outreach_worker + distributor|block:2738|hi"},
	},
	Stock: {
		"en": {"Item|Quantity", "Example: tarpaulin|300"},
		"bn": {"জিনিস|পরিমাণ", "উদাহরণ: ত্রিপল|৩০০"},
		"hi": {"सामान|मात्रा", "उदाहरण: तिरपाल|३००"},
	},
	Places: {
		"en": {"code|name|name_bn|name_hi|parent", "2738|Example: Hasnabad|হাসনাবাদ|हासनाबाद|303"},
		"bn": {"code|name|name_bn|name_hi|parent", "2738|উদাহরণ: Hasnabad|হাসনাবাদ|हासनाबाद|303"},
		"hi": {"code|name|name_bn|name_hi|parent", "2738|उदाहरण: Hasnabad|হাসনাবাদ|हासनाबाद|303"},
	},
}

// Templates lists the lists that have a template.
var Templates = slices.Sorted(maps.Keys(templates))

// WriteTemplate writes the template of a list as CSV, with its example row. A language without headings of its own gets
// the English ones.
func WriteTemplate(to io.Writer, list string, language words.Language) error {
	of, known := templates[list]
	if !known {
		return fault.NotFound("template")
	}
	text, translated := of[language]
	if !translated {
		text = of[words.English]
	}
	if _, err := io.WriteString(to, sheet.ByteOrderMark); err != nil {
		return err
	}
	out := csv.NewWriter(to)
	for _, line := range text {
		if err := out.Write(strings.Split(line, "|")); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
