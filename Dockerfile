# After mvn package: the jar, its libraries and the routes on a Java runtime, nothing built here.
FROM eclipse-temurin:17-jre

WORKDIR /opt/m2m-bridge
COPY target/lib lib
COPY target/m2m-bridge.jar m2m-bridge.jar
COPY routes routes
COPY application.properties application.properties

USER 10001:10001
EXPOSE 8080

HEALTHCHECK --interval=10s --timeout=3s --retries=3 \
  CMD curl --fail --silent --output /dev/null http://127.0.0.1:9876/observe/health/live

ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-jar", "m2m-bridge.jar"]
