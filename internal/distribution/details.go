package distribution

import (
	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/stock"
)

// SiteDetails are common to exceptions about a handover.
type SiteDetails struct {
	Distribution ID     `json:"distribution"`
	Device       string `json:"device"`
}

// PlaceDetails name the store of the distribution; exceptions of earlier versions have the English name only.
type PlaceDetails struct {
	Place   string `json:"place"`
	PlaceBN string `json:"place_bn" required:"false"`
	PlaceHI string `json:"place_hi" required:"false"`
}

// CardDetails are those of a handover whose card was not good.
type CardDetails struct {
	SiteDetails
	Code string `json:"code" set:"fault_code"`
}

// CloseDetails are those of a handover after its distribution was closed.
type CloseDetails struct {
	SiteDetails
	ClosedAt db.Instant `json:"closed_at"`
}

// DoubleDetails are those of a second handover to a family. What a phone said of the first one is omitted where it was
// decided online.
type DoubleDetails struct {
	SiteDetails
	PlaceDetails
	First        HandoverID  `json:"first"`
	FirstAt      db.Instant  `json:"first_at"`
	FirstBy      string      `json:"first_by"`
	FirstSaid    *db.Instant `json:"first_said,omitempty"`
	FirstDevice  string      `json:"first_device,omitempty"`
	Second       HandoverID  `json:"second"`
	SecondSaid   db.Instant  `json:"second_said"`
	SecondBy     string      `json:"second_by"`
	SecondDevice string      `json:"second_device"`
}

// OffListDetails are those of a handover to a family that is not on the list.
type OffListDetails struct {
	SiteDetails
	PlaceDetails
	Reason string `json:"reason" set:"off_list_reason" empty:"true"`
}

// QuotaDetails are those of a phone that served more families off the list than its quota.
type QuotaDetails struct {
	SiteDetails
	Quota  int   `json:"quota"`
	Served int64 `json:"served"`
}

// LaneDetails are those of a lane that a team leader opened on a phone.
type LaneDetails struct {
	SiteDetails
	Lane    int    `json:"lane"`
	Exposed int    `json:"exposed"` // families whose rows the phone can read since
	Reason  string `json:"reason" set:"lane_reason"`
}

// CountDetails are those of a count of goods that differs from what was recorded.
type CountDetails struct {
	SiteDetails
	PlaceDetails
	Missing map[stock.ItemID]int64 `json:"missing"` // negative: surplus
}

// ShortDetails are those of a handover of more goods than the account had.
type ShortDetails struct {
	SiteDetails
	PlaceDetails
	Lacked map[stock.ItemID]int64 `json:"lacked"`
}

// TwoCounts are the quantities of one item by two entries about the same goods.
type TwoCounts struct {
	Item   stock.ItemID `json:"item"`
	First  int64        `json:"first"`
	Second int64        `json:"second"`
}

// LoadDetails are those of a handing whose goods are not those of the load with its id, which counts.
type LoadDetails struct {
	SiteDetails
	PlaceDetails
	Load  string      `json:"load"`
	Lines []TwoCounts `json:"lines" nullable:"false"`
}

// LoadedTwiceDetails are those of two loads, by either side, that may be one. Both are booked; their ids are those of
// their movements.
type LoadedTwiceDetails struct {
	SiteDetails
	PlaceDetails
	First    string      `json:"first"`
	FirstAt  db.Instant  `json:"first_at"`
	Second   string      `json:"second"`
	SecondAt db.Instant  `json:"second_at"`
	Lines    []TwoCounts `json:"lines" nullable:"false"`
}

// SecondCountDetails are those of a further count of goods in custody, which is not booked. First is empty if there was
// nothing to count.
type SecondCountDetails struct {
	SiteDetails
	PlaceDetails
	First    string      `json:"first"`
	FirstAt  *db.Instant `json:"first_at"`
	Second   string      `json:"second"`
	SecondAt db.Instant  `json:"second_at"`
	Lines    []TwoCounts `json:"lines" nullable:"false"`
}

// The kinds of exceptions of distributions.
const (
	doubleHandover   = "double_handover"
	handoverOfNobody = "handover_of_nobody"
	cardNotGood      = "card_not_good"
	cardOfAnother    = "card_of_another"
	closedBefore     = "after_close"
	offListServed    = "off_list"
	overQuota        = "off_list_over_quota"
	laneOpened       = "lane_opened"
	countDiffers     = "count_differs"
	stockShort       = "stock_short"
	custodyShort     = "custody_short"
	loadDiffers      = "custody_load_differs"
	loadedTwice      = "custody_loaded_twice"
	secondCount      = "custody_count_differs"
)

var (
	_ = journal.DetailsOf[DoubleDetails](doubleHandover)
	_ = journal.DetailsOf[LoadDetails](loadDiffers)
	_ = journal.DetailsOf[LoadedTwiceDetails](loadedTwice)
	_ = journal.DetailsOf[SecondCountDetails](secondCount)
	_ = journal.DetailsOf[SiteDetails](handoverOfNobody, cardOfAnother)
	_ = journal.DetailsOf[CardDetails](cardNotGood)
	_ = journal.DetailsOf[CloseDetails](closedBefore)
	_ = journal.DetailsOf[OffListDetails](offListServed)
	_ = journal.DetailsOf[QuotaDetails](overQuota)
	_ = journal.DetailsOf[LaneDetails](laneOpened)
	_ = journal.DetailsOf[CountDetails](countDiffers)
	_ = journal.DetailsOf[ShortDetails](stockShort, custodyShort)
)

// at returns the details common to exceptions about this handover.
func (r *recording) at() SiteDetails {
	return SiteDetails{Distribution: r.d.ID, Device: r.entry.Credential}
}

func placeOf(d distributionRow) PlaceDetails {
	return PlaceDetails{Place: d.StoreName, PlaceBN: d.StoreNameBN, PlaceHI: d.StoreNameHI}
}
