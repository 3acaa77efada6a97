package ${{ values.package }};

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItemsTest {
  private final Items items = new Items();

  @Test
  void numbersWhatIsAdded() {
    Item first = items.add("a");
    Item second = items.add(" b ");

    assertThat(items.all()).containsExactly(first, second);
    assertThat(second.name()).isEqualTo("b");
    assertThat(items.find(second.id())).contains(second);
  }

  @Test
  void findsNothingForAnIdThatWasNeverGiven() {
    assertThat(items.find(7)).isEmpty();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " "})
  void refusesABlankName(String name) {
    assertThatThrownBy(() -> items.add(name)).isInstanceOf(IllegalArgumentException.class);
    assertThat(items.all()).isEmpty();
  }
}
