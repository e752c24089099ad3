// Package summary implements counts by area and filtered lists of households over the data of several packages. It
// reads the tables of other packages and writes only its own; it must not decide entries or return names of accounts.
//
// Results are exact at any instant. The read model (summary_area, summary_household) includes all entries through a
// seq; each query recounts the households of later entries and replaces their stored state. Advance moves the seq
// forward behind the sealer, in transactions short enough to block nobody.
package summary

import (
	"slices"

	"gorm.io/gorm"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/household"
)

// Readers are the roles that may see counts of their organisation in their areas. Lists of households are for
// household.Readers among them.
var Readers = append(slices.Clone(household.Readers), actor.Auditor)

// chunk bounds the ids of one statement.
const chunk = 500

// grades are the grades of damage, 0 to 4.
const grades = 5

// Counts are aggregates of the households of an area; reached is the coverage of those in need.
type Counts struct {
	Households int64         `json:"households"`
	People     int64         `json:"people"`
	Grades     [grades]int64 `json:"grades"`   // households by their newest verified grade
	Carded     int64         `json:"carded"`   // with a newest card that is not withdrawn
	Entitled   int64         `json:"entitled"` // included in an approved list
	Served     int64         `json:"served"`   // with at least one handover
	Reached    int64         `json:"reached"`  // served and in need: a verified grade of part, severe or destroyed
	// Reported households have a reported grade and no assessment: nobody has seen the house yet.
	Reported int64 `json:"reported"`
}

// plus adds a multiple of other counts.
func (c Counts) plus(other Counts, times int64) Counts {
	c.Households += times * other.Households
	c.People += times * other.People
	for g := range c.Grades {
		c.Grades[g] += times * other.Grades[g]
	}
	c.Carded += times * other.Carded
	c.Entitled += times * other.Entitled
	c.Served += times * other.Served
	c.Reached += times * other.Reached
	c.Reported += times * other.Reported
	return c
}

// inNeed is the minimum verified grade of a household in need.
const inNeed = 2

// cell is the key of a count: the households of one organisation in one area.
type cell struct {
	Organisation actor.OrganisationID
	AreaPath     string
}

// scope filters a table with organisation and area_path by the actor's scope.
func scope(tx *db.Tx) func(*gorm.DB) *gorm.DB {
	return func(q *gorm.DB) *gorm.DB {
		return q.Scopes(db.OneOrganisation(tx.Actor), db.Within("area_path", tx.Actor.Paths(Readers...)))
	}
}

// stateRow contains the seq through which everything is counted.
type stateRow struct {
	ID  int `gorm:"primaryKey;autoIncrement:false"`
	Seq int64
}

// TableName names the table.
func (stateRow) TableName() string { return "summary_state" }

// areaRow is the stored count of one cell.
type areaRow struct {
	Organisation actor.OrganisationID `gorm:"primaryKey"`
	AreaPath     string               `gorm:"primaryKey"`
	Households   int64
	People       int64
	Grade0       int64
	Grade1       int64
	Grade2       int64
	Grade3       int64
	Grade4       int64
	Carded       int64
	Entitled     int64
	Served       int64
	Reached      int64
	Reported     int64
}

// TableName names the table.
func (areaRow) TableName() string { return "summary_area" }

func (r areaRow) cell() cell { return cell{r.Organisation, r.AreaPath} }

func (r areaRow) counts() Counts {
	return Counts{
		Households: r.Households, People: r.People, Carded: r.Carded, Entitled: r.Entitled, Served: r.Served,
		Reached: r.Reached, Reported: r.Reported,
		Grades: [grades]int64{r.Grade0, r.Grade1, r.Grade2, r.Grade3, r.Grade4},
	}
}
