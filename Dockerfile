# After mvn package: the jar, its libraries and the routes on a Java runtime, nothing built here.
FROM eclipse-temurin:25-jre AS train

WORKDIR /opt/m2m-bridge
RUN chown nobody .
COPY target/lib lib
COPY target/m2m-bridge.jar m2m-bridge.jar

# The JVM's cache, from a bridge that simulated users have used. PostgreSQL, which train brings, refuses to run as root.
USER nobody
RUN --mount=type=bind,source=target,target=/target java -jar /target/m2m-bridge.jar train

FROM eclipse-temurin:25-jre

WORKDIR /opt/m2m-bridge
COPY target/lib lib
COPY target/m2m-bridge.jar m2m-bridge.jar
COPY --from=train /opt/m2m-bridge/m2m-bridge.cache m2m-bridge.cache
COPY --from=train /opt/m2m-bridge/m2m-bridge.options m2m-bridge.options
COPY routes routes
COPY application.properties application.properties

USER 10001:10001
EXPOSE 8080

HEALTHCHECK --interval=10s --timeout=3s --retries=3 \
  CMD curl --fail --silent --output /dev/null http://127.0.0.1:9876/observe/health/live

ENTRYPOINT ["java", "@m2m-bridge.options", "-XX:MaxRAMPercentage=75", "-XX:+ExitOnOutOfMemoryError", "-jar", "m2m-bridge.jar"]
