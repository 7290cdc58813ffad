package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiteralSecretRuleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: {uri: 'http://x/', parameters: {authMethod: Basic, authUsername: bridge, authPassword: hunter2secret}}",
        "- to: 'http://x/?authMethod=Basic&authUsername=bridge&authPassword=hunter2secret'",
        "- to: {uri: 'http://x/', parameters: {oauth2ClientSecret: hunter2secret}}",
        "- setHeader: {name: Authorization, constant: 'Bearer eyJhbGciOiJIUzI1.hunter2secret.abc'}",
        "- setHeader: {name: authorization, expression: {simple: {expression: 'Basic hunter2secret='}}}",
        "- setHeaders: {headers: [{name: X-API-Key, constant: hunter2secret}]}",
        "- to: 'http://user:hunter2secret@x/'",
        "- to: {uri: 'kafka:x', parameters: {saslJaasConfig: 'org.x required username=a password=hunter2secret;'}}",
        "- setVariable: {name: t, constant: whsec_hunter2secret}",
        "- setBody: {constant: 'm2m_live_hunter2secrethunter2'}"
      })
  void findsItAndNeverQuotesIt(String yaml) {
    assertFalse(OwnStep.finding("literal-secret", yaml).contains("hunter2secret"), yaml);
  }

  @Test
  void findsItInABean() {
    OwnStep.finding(
        "literal-secret",
        new EditedSite()
            .edit("beans", "password: \"#property:m2m.database.password\"", "password: hunter2"));
    OwnStep.finding(
        "literal-secret",
        new EditedSite()
            .edit(
                "beans",
                "jdbcUrl: \"{{m2m.database.url}}\"",
                "jdbcUrl: jdbc:postgresql://db/m2m?user=m2m&password=hunter2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: {uri: 'http://x/', parameters: {authMethod: Basic, authUsername: bridge, authPassword: 'RAW({{site.password}})'}}",
        "- to: 'http://x/?authMethod=Basic&authUsername=bridge&authPassword=RAW({{site.password}})'",
        "- to: 'http://{{site.password}}:{{site.password}}@x/'",
        "- to: {uri: 'http://x/', parameters: {oauth2ClientId: bridge, oauth2ClientSecret: '{{site.password}}', oauth2TokenEndpoint: 'https://idp/token', oauth2CacheTokens: true}}",
        "- setHeader: {name: Authorization, constant: 'Bearer {{site.password}}'}",
        "- setHeader: {name: Authorization, simple: 'Bearer ${variable.token[access_token]}'}",
        "- to: 'smtps://mail.internal:465?password=RAW({{site.password}})&from=bridge@example.com'",
        "- setHeader: {name: Idempotency-Key, variable: eventKeyEncoded}",
        "- to: {uri: 'kafka:x', parameters: {sslKeystorePassword: '#property:site.password', saslJaasConfig: 'org.x required username=a password={{site.password}};'}}"
      })
  void allowsPlaceholdersAndNames(String yaml) {
    OwnStep.isRight(yaml);
  }
}
