package people

import "container/list"

// lru is a map of at most size values that evicts the least recently used one. It is not safe for concurrent use.
type lru[K comparable, V any] struct {
	size  int
	items map[K]*list.Element
	order *list.List // of lruItem[K, V], most recently used first
}

type lruItem[K comparable, V any] struct {
	key   K
	value V
}

func newLRU[K comparable, V any](size int) *lru[K, V] {
	return &lru[K, V]{size: size, items: map[K]*list.Element{}, order: list.New()}
}

// get returns the value of a key and marks it as used.
func (c *lru[K, V]) get(key K) (value V, found bool) {
	element, found := c.items[key]
	if !found {
		return value, false
	}
	c.order.MoveToFront(element)
	item, _ := element.Value.(*lruItem[K, V])
	return item.value, true
}

// put stores a value and marks it as used.
func (c *lru[K, V]) put(key K, value V) {
	if element, found := c.items[key]; found {
		c.order.MoveToFront(element)
		item, _ := element.Value.(*lruItem[K, V])
		item.value = value
		return
	}
	c.items[key] = c.order.PushFront(&lruItem[K, V]{key, value})
	if c.order.Len() > c.size {
		item, _ := c.order.Remove(c.order.Back()).(*lruItem[K, V])
		delete(c.items, item.key)
	}
}

func (c *lru[K, V]) remove(key K) {
	if element, found := c.items[key]; found {
		c.order.Remove(element)
		delete(c.items, key)
	}
}
