package host;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The application's own login. */
@ApplicationScoped
public class People implements IdentityProvider<UsernamePasswordAuthenticationRequest> {
  @Override
  public Class<UsernamePasswordAuthenticationRequest> getRequestType() {
    return UsernamePasswordAuthenticationRequest.class;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      UsernamePasswordAuthenticationRequest request, AuthenticationRequestContext context) {
    String pair = request.getUsername() + ":" + new String(request.getPassword().getPassword());
    return pair.equals("olga:secret of olga")
        ? Uni.createFrom()
            .item(
                QuarkusSecurityIdentity.builder().setPrincipal(new QuarkusPrincipal("olga")).build())
        : Uni.createFrom().failure(new AuthenticationFailedException());
  }
}
