# After mvn package: the jar, its libraries and the routes on a Java runtime, nothing built here.
FROM eclipse-temurin:17-jre

WORKDIR /opt/m2m-bridge
COPY target/lib lib
COPY target/m2m-bridge.jar m2m-bridge.jar
COPY routes routes
COPY application.properties application.properties

# The bridge starts faster with its classes in an archive. To write it, run once for a second, without a database.
RUN M2M_DELIVERIES_REPOSITORY=caffeine M2M_FORWARD_DEFAULT=file:archive M2M_WEBHOOK_SECRET=only_to_make_the_archive \
  CAMEL_MAIN_DURATIONMAXSECONDS=1 M2M_SHUTDOWN_DELAY=0s java -XX:ArchiveClassesAtExit=m2m-bridge.jsa -Xlog:cds=off -Xlog:cds+dynamic=off \
  -jar m2m-bridge.jar

USER 10001:10001
EXPOSE 8080

HEALTHCHECK --interval=10s --timeout=3s --retries=3 \
  CMD curl --fail --silent --output /dev/null http://127.0.0.1:9876/observe/health/live

ENTRYPOINT ["java", "-XX:SharedArchiveFile=m2m-bridge.jsa", "-XX:MaxRAMPercentage=75", "-XX:+ExitOnOutOfMemoryError", "-jar", "m2m-bridge.jar"]
