package io.m2mbridge.check.rule;

import org.junit.jupiter.api.Test;

class BeanTypeRuleTest {
  @Test
  void findsALibrarysClassInPlaceOfTheBridges() {
    OwnStep.finding(
        "step-missing",
        new EditedSite()
            .edit(
                "beans",
                "type: io.m2mbridge.dispatch.OutsideOncePolicy",
                "type: org.apache.camel.spring.spi.SpringTransactionPolicy"));
  }

  @Test
  void findsASettingThatReplacesABean() {
    OwnStep.finding(
        "step-missing", new EditedSite().set("camel.beans.inbox", "#class:java.util.ArrayList"));
  }

  @Test
  void allowsAClassOfTheSite() {
    Found.nothing(new EditedSite().set("camel.beans.ledger", "#class:java.util.ArrayList"));
  }
}
