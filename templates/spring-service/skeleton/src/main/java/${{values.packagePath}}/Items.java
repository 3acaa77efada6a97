package ${{ values.package }};

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Service;

/** Items in memory: replace it by what your service keeps them in. */
@Service
public class Items {
  private final Map<Long, Item> byId = new ConcurrentSkipListMap<>();
  private final AtomicLong lastId = new AtomicLong();

  public Collection<Item> all() {
    return byId.values();
  }

  public Optional<Item> find(long id) {
    return Optional.ofNullable(byId.get(id));
  }

  /**
   * Adds an item.
   *
   * @throws IllegalArgumentException when the name is blank
   */
  public Item add(String name) {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException("The name of an item is blank.");
    }
    Item item = new Item(lastId.incrementAndGet(), name.strip());
    byId.put(item.id(), item);
    return item;
  }
}
