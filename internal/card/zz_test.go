package card_test
import ("testing";"time";"fmt";"tripol/internal/card";"tripol/internal/db";"tripol/internal/household")
func TestZZ(t *testing.T){ onStage(t, 5000, func(g *stage){
 fam := []household.ID{}
 for range 300 { fam = append(fam, g.household(north)) }
 for i, f := range fam { g.mustBind(g.print[i].Token, f) }
 for range 9 { g.printBatch(5000) }
 if g.store.Engine() == db.Postgres { g.write(worker, func(tx *db.Tx) error { return nil }) }
 g.read(worker, func(tx *db.Tx) error {
  t0 := time.Now(); for i := range 300 { if _, err := card.Resolve(tx, g.print[i].Token); err != nil { return err } }; t.Log("resolve token", time.Since(t0)/300)
  t0 = time.Now(); for i := range 300 { if _, err := card.Resolve(tx, g.print[i].Code); err != nil { return err } }; t.Log("resolve code", time.Since(t0)/300)
  ids := []string{}; for _, f := range fam { ids = append(ids, string(f)) }
  t0 = time.Now(); m, err := card.Of(tx, ids); t.Log("of 300", time.Since(t0), len(m))
  t0 = time.Now(); for range 5 { _, err = card.Batches(tx) }; t.Log("batches", time.Since(t0)/5)
  q := "EXPLAIN "; if g.store.Engine() == db.SQLite { q = "EXPLAIN QUERY PLAN " }
  var rows []map[string]any
  if err := tx.Raw(q + "SELECT c.id, (SELECT MAX(m.generation) FROM card_binding AS m WHERE m.household = n.household) FROM card AS c JOIN card_batch AS b ON b.id = c.batch LEFT JOIN card_binding AS n ON n.card = c.id LEFT JOIN card_revocation AS r ON r.card = c.id WHERE c.organisation = ? AND n.household IN ?", worker.Organisation, ids[:3]).Scan(&rows).Error; err != nil { return err }
  for _, r := range rows { t.Log(fmt.Sprint(r)) }
  return err })
 g.read(coordinator, func(tx *db.Tx) error { t0 := time.Now(); p, err := g.keys.Printables(tx, g.cards[0].Batch); t.Log("printables 5000", time.Since(t0), len(p)); t0 = time.Now(); o := &watcher{}; err = card.Sheet(o, p, options); t.Log("sheet 5000", time.Since(t0), o.written, o.most); return err })
})}
