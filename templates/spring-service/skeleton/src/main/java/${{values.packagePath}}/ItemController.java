package ${{ values.package }};

import java.net.URI;
import java.util.Collection;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/items")
public class ItemController {
  private final Items items;

  public ItemController(Items items) {
    this.items = items;
  }

  /** Body of a request that adds an item. */
  public record NewItem(String name) {}

  @GetMapping
  public Collection<Item> all() {
    return items.all();
  }

  @GetMapping("/{id}")
  public ResponseEntity<Item> one(@PathVariable long id) {
    return ResponseEntity.of(items.find(id));
  }

  @PostMapping
  public ResponseEntity<Item> add(@RequestBody NewItem body) {
    Item item = items.add(body.name());
    return ResponseEntity.created(URI.create("${{ values.context }}/api/items/" + item.id()))
        .body(item);
  }

  @ExceptionHandler(IllegalArgumentException.class)
  public ProblemDetail refused(IllegalArgumentException problem) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, problem.getMessage());
  }
}
