package columns

import (
	"slices"
	"strings"

	"tripol/internal/exchange/sheet"
)

// headings are the column names in use for a field, in English, Bengali and Hindi, folded and without spaces, dashes
// and dots. HXL tags match by prefix.
var headings = map[string]map[string]string{
	Households: {
		"name": "name fullname headname headofhousehold headoffamily nameofhead familyhead householdhead hohname " +
			"beneficiaryname nameofbeneficiary নাম পরিবারেরপ্রধান গৃহকর্তা নামধাম नाम मुखिया परिवारकामुखिया मुखियाकानाम",
		"also_called": "alsocalled alias nickname othername ডাকনাম অন্যনাম उपनाम पुकारनाम",
		"phone": "phone phonenumber mobile mobileno mobilenumber contact contactno telephone phoneno whatsappphonenumber " +
			"ফোন মোবাইল ফোননম্বর মোবাইলনম্বর फोन मोबाइल फ़ोन मोबाइलनंबर फोननंबर",
		"phone_of": "phoneof whosephone কারফোন किसकाफोन",
		"house": "house housetype typeofhouse dwelling বাড়ি বাড়িরধরন ঘর ঘরেরধরন घर मकान " +
			"मकानकाप्रकार",
		"landmark": "landmark address addressstreet near ঠিকানা চিহ্ন पता निशानी",
		"mark":     "mark picture চিহ্নছবি",
		// serial numbers are no ids: each list counts from 1
		"external_id": "id referenceid householdid registrationid",
		"damage.grade": "damage damagegrade grade damagelevel housedamage damagetohouse ক্ষতি ক্ষতিরমাত্রা বাড়িরক্ষতি " +
			"नुक़सान नुकसान क्षति क्षतिकास्तर",
		"damage.on":     "damagedate dateofdamage dateofreport reportdate ক্ষতিরতারিখ नुकसानकीतारीख",
		"damage.note":   "damagenote remarks remark মন্তব্য टिप्पणी",
		"collector":     "collector collectedby surveyor enumerator সংগ্রাহক जमाकर्ता सर्वेक्षक",
		"card":          "card cardcode cardno cardnumber কার্ড কার্ডনম্বর कार्ड कार्डनंबर",
		"registered_on": "date registeredon surveydate dateofsurvey registrationdate তারিখ तारीख दिनांक",
		"area.key":      "areakey",
		"area.code":     "areacode gpcode panchayatcode lgdcode gplocalcode",
		"area.name": "gp panchayat grampanchayat gpname area areaname village পঞ্চায়েত " +
			"গ্রামপঞ্চায়েত এলাকা গ্রাম पंचायत ग्रामपंचायत गांव गाँव इलाका",
		"area.parent":    "block blockname ব্লক ब्लॉक प्रखंड",
		"people.women":   "women woman adultwomen females মহিলা নারী महिला महिलाएं औरत",
		"people.men":     "men man adultmen males পুরুষ पुरुष आदमी",
		"people.girls":   "girls girl মেয়ে বালিকা लड़की लड़कियां बालिका",
		"people.boys":    "boys boy ছেলে বালক लड़का लड़के बालक",
		"people.infants": "infants infant babies under2 শিশু शिशु",
		"people.elderly": "elderly aged old seniors over60 বয়স্ক বৃদ্ধ बुजुर्ग वृद्ध",
		"people.size": "size householdsize familysize members familymembers noofmembers totalmembers people " +
			"সদস্য সদস্যসংখ্যা মোটসদস্য পরিবারেরলোক লোকসংখ্যা सदस्य सदस्यसंख्या कुलसदस्य परिवारकेलोग",
		"consent.given":                "consent agreed সম্মতি सहमति",
		"consent.language":             "consentlanguage preferredlanguage ভাষা भाषा",
		"criteria.widow":               "widow widowed widowheaded বিধবা विधवा",
		"criteria.disability":          "disability disabled প্রতিবন্ধী विकलांग दिव्यांग",
		"criteria.pregnant_or_nursing": "pregnant pregnantornursing breastfeeding lactating গর্ভবতী প্রসূতি गर्भवती",
		"criteria.chronic_illness":     "chronicillness illness অসুস্থ बीमार",
		"criteria.landless":            "landless ভূমিহীন भूमिहीन",
		"criteria.woman_headed":        "womanheaded femaleheaded মহিলাপ্রধান महिलामुखिया",
	},
	Items: {
		"code":    "code itemcode sku কোড कोड",
		"name":    "name item itemname itemdescription description নাম জিনিস नाम सामान",
		"name_bn": "namebn bengaliname বাংলানাম बंगालीनाम",
		"name_hi": "namehi hindiname हिंदीनाम हिन्दीनाम হিন্দিনাম",
		"unit":    "unit uom একক इकाई",
		"unit_bn": "unitbn bengaliunit বাংলাএকক",
		"unit_hi": "unithi hindiunit हिंदीइकाई हिन्दीइकाई",
		"picture": "picture ছবি चित्र",
	},
}

// hxlTags are prefixes of tags, the longest first.
var hxlTags = []struct{ tag, field string }{
	{"#contact+phone", "phone"},
	{"#contact+name", "name"},
	{"#adm3+code", "area.code"},
	{"#adm3", "area.name"},
	{"#adm2", "area.parent"},
	{"#date", "registered_on"},
	{"#beneficiary+name", "name"},
}

var fieldByHeading = func() map[string]map[string]string {
	all := map[string]map[string]string{}
	for kind, fields := range headings {
		all[kind] = map[string]string{}
		for field, names := range fields {
			for name := range strings.FieldsSeq(names) {
				all[kind][sheet.Fold(name)] = field
			}
		}
	}
	return all
}()

// Suggest returns the field that a column's heading means.
func Suggest(kind, heading string) (field string, known bool) {
	text := sheet.Fold(heading)
	if strings.HasPrefix(text, "#") && kind == Households {
		for _, t := range hxlTags {
			if strings.HasPrefix(text, t.tag) {
				return t.field, true
			}
		}
		return "", false
	}
	text = strings.NewReplacer(" ", "", "-", "", "_", "", ".", "", "(", "", ")", "", "/", "").Replace(text)
	field, known = fieldByHeading[kind][text]
	return field, known
}

// Known reports whether a heading is one of any kind of list.
func Known(heading string) bool {
	return slices.ContainsFunc(Kinds, func(kind string) bool {
		_, known := Suggest(kind, heading)
		return known
	})
}

// SuggestFields returns the likely field of each column, empty if the heading is unknown. A field that only one column
// may be mapped to is suggested once, for the first match.
func SuggestFields(kind string, header []string) []string {
	fields := make([]string, len(header))
	used := map[string]bool{}
	for i, heading := range header {
		field, known := Suggest(kind, heading)
		if known && !used[field] {
			fields[i], used[field] = field, true
		}
	}
	return fields
}
