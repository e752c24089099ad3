package web

import "tripol/internal/words"

// AreaNames is the name of the area that a view belongs to, in each language. Bengali and Hindi are empty where there
// is none; screens show the English name then.
type AreaNames struct {
	AreaName   string `json:"area_name"`
	AreaNameBN string `json:"area_name_bn"`
	AreaNameHI string `json:"area_name_hi"`
}

func areaNamesOf(n words.Names) AreaNames { return AreaNames{n.Name, n.NameBN, n.NameHI} }

// ParentNames is the name of the area that contains an area, in each language.
type ParentNames struct {
	ParentName   string `json:"parent_name"`
	ParentNameBN string `json:"parent_name_bn"`
	ParentNameHI string `json:"parent_name_hi"`
}

// StoreNames is the name of the store that a view belongs to, in each language.
type StoreNames struct {
	StoreName   string `json:"store_name"`
	StoreNameBN string `json:"store_name_bn"`
	StoreNameHI string `json:"store_name_hi"`
}

// SiteNames is the name of the store where a family was served, in each language.
type SiteNames struct {
	Place   string `json:"place"`
	PlaceBN string `json:"place_bn"`
	PlaceHI string `json:"place_hi"`
}

func siteNamesOf(n words.Names) SiteNames { return SiteNames{n.Name, n.NameBN, n.NameHI} }

// WaybillNames is the names of the two stores of a waybill, in each language.
type WaybillNames struct {
	FromName   string `json:"from_name"`
	FromNameBN string `json:"from_name_bn"`
	FromNameHI string `json:"from_name_hi"`
	ToName     string `json:"to_name"`
	ToNameBN   string `json:"to_name_bn"`
	ToNameHI   string `json:"to_name_hi"`
}

func waybillNamesOf(from, to words.Names) WaybillNames {
	return WaybillNames{from.Name, from.NameBN, from.NameHI, to.Name, to.NameBN, to.NameHI}
}
