package io.m2mbridge.check;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ConvertBodyDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.KameletDefinition;
import org.apache.camel.model.MarshalDefinition;
import org.apache.camel.model.PollDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ScriptDefinition;
import org.apache.camel.model.SortDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.TransformDataTypeDefinition;
import org.apache.camel.model.TransformDefinition;
import org.apache.camel.model.UnmarshalDefinition;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;

/** The effect of a single step on the message body. */
enum BodyEffect {
  /** The body stays, or is restored after the step. */
  NONE,

  /** The answer of a call becomes the body, as a side effect. */
  ANSWERS,

  /** The body is converted to another form. */
  CONVERTS,

  /** The body is changed on purpose. */
  MAKES;

  private static final Pattern OWN =
      Pattern.compile(
          "io\\.m2mbridge\\.(dispatch|failure|inbox|jdbc|notice|outbound|reply|webhook)\\..*");
  private static final Pattern SETS_BODY = Pattern.compile("(?i)setBody|\\bbody\\s*=(?![=~])");

  /** A script's local variable named body. */
  private static final Pattern OWN_BODY =
      Pattern.compile("(\\b(def|var|final|String|Object|Map|List)|[>\\]])[ \\t]+body\\b");

  private static final Pattern SETS_OTHER_BODY =
      Pattern.compile("(?i)setBody|\\.\\s*body\\s*=(?![=~])");
  private static final Pattern UTF_8 = Pattern.compile("(?i)utf-?8");
  private static final Pattern SAME_CONTENT =
      Pattern.compile("(?i)(java\\.lang\\.)?String|byte\\[\\]|(java\\.io\\.)?InputStream");

  /** Returns the effect of a step that doesn't send to an endpoint. */
  static BodyEffect of(CamelContext context, ProcessorDefinition<?> step) {
    if (variableReceive(step) != null) {
      return NONE;
    }
    if (step instanceof KameletDefinition kamelet) {
      return ofKamelet(kamelet.getName());
    }
    if (step instanceof UnmarshalDefinition || step instanceof MarshalDefinition) {
      return CONVERTS;
    }
    if (step instanceof ConvertBodyDefinition convert) {
      boolean isSame =
          (convert.getCharset() == null || UTF_8.matcher(convert.getCharset()).matches())
              && convert.getType() != null
              && SAME_CONTENT.matcher(convert.getType()).matches();
      return isSame ? NONE : CONVERTS;
    }
    if (step instanceof ScriptDefinition script) {
      String text = script.getExpression().getExpression();
      Pattern sets = OWN_BODY.matcher(text).find() ? SETS_OTHER_BODY : SETS_BODY;
      return sets.matcher(text).find() ? MAKES : NONE;
    }
    if (step instanceof ProcessDefinition process) {
      return ofBean(bean(context, process.getRef()), null);
    }
    if (step instanceof BeanDefinition bean) {
      return ofBean(
          bean.getBeanType() == null
              ? bean(context, bean.getRef())
              : context.getClassResolver().resolveClass(bean.getBeanType()),
          bean.getMethod());
    }
    return step instanceof TransformDefinition
            || step instanceof TransformDataTypeDefinition
            || step instanceof SortDefinition
            || step instanceof EnrichDefinition
            || step instanceof PollEnrichDefinition
            || step instanceof PollDefinition
        ? MAKES
        : NONE;
  }

  /** Returns the variable that receives the step's result, or null if the body receives it. */
  static @Nullable String variableReceive(ProcessorDefinition<?> step) {
    if (step instanceof ToDefinition to) {
      return to.getVariableReceive();
    }
    if (step instanceof ToDynamicDefinition to) {
      return to.getVariableReceive();
    }
    if (step instanceof UnmarshalDefinition unmarshal) {
      return unmarshal.getVariableReceive();
    }
    if (step instanceof MarshalDefinition marshal) {
      return marshal.getVariableReceive();
    }
    if (step instanceof EnrichDefinition enrich) {
      return enrich.getVariableReceive();
    }
    if (step instanceof PollEnrichDefinition poll) {
      return poll.getVariableReceive();
    }
    return step instanceof PollDefinition poll ? poll.getVariableReceive() : null;
  }

  /**
   * Returns the effect of sending to an endpoint, by the labels of its component in Camel's
   * catalog: templates, query languages and XSLT change the body on purpose.
   */
  static BodyEffect ofEndpoint(ComponentLabels labels, String uri) {
    CamelContext context = labels.context();
    String scheme = uri.replaceFirst(":.*", "");
    String path = uri.replaceFirst("^[^:]*:/*", "").replaceFirst("\\?.*", "");
    if (scheme.equals("kamelet")) {
      return ofKamelet(path);
    }
    if (scheme.equals("bean") || scheme.equals("class")) {
      Class<?> type =
          scheme.equals("bean")
              ? bean(context, path)
              : context.getClassResolver().resolveClass(path);
      Object method = parameters(uri).get("method");
      return ofBean(type, method == null ? null : method.toString());
    }
    String label = labels.of(scheme);
    if (label.contains("transformation")
        || label.contains("script")
        || label.contains("language")) {
      return scheme.equals("file") ? NONE : MAKES;
    }
    boolean isNoop = "true".equals(String.valueOf(parameters(uri).get("noop")));
    return !isNoop && (label.contains("http") || label.contains("database")) ? ANSWERS : NONE;
  }

  private static BodyEffect ofKamelet(String name) {
    return name.endsWith("-sink") ? NONE : MAKES;
  }

  private static Map<String, Object> parameters(String uri) {
    try {
      return URISupport.parseQuery(URISupport.extractQuery(uri));
    } catch (Exception e) {
      return Map.of(); // Camel reports the mistake when it creates the endpoint
    }
  }

  private static @Nullable Class<?> bean(CamelContext context, @Nullable String ref) {
    if (ref == null) {
      return null;
    }
    if (ref.startsWith("#class:")) {
      return context.getClassResolver().resolveClass(ref.replaceFirst("#class:([^(#?]*).*", "$1"));
    }
    Object bean = context.getRegistry().lookupByName(ref.replaceFirst("^#(bean:)?", ""));
    if (bean instanceof Class<?> type) {
      return type; // of a bean that RouteModel doesn't build
    }
    return bean == null ? null : bean.getClass();
  }

  /**
   * Returns the effect of a bean. A method that returns void and gets no message can't change the
   * body.
   */
  private static BodyEffect ofBean(@Nullable Class<?> type, @Nullable String method) {
    if (type == null) {
      return MAKES;
    }
    if (OWN.matcher(type.getName()).matches()) {
      return NONE;
    }
    if (Processor.class.isAssignableFrom(type)) {
      return MAKES;
    }
    String name = method == null ? "" : method.replaceFirst("\\(.*", "");
    return Arrays.stream(type.getMethods())
            .filter(each -> each.getDeclaringClass() != Object.class)
            .filter(each -> name.isEmpty() || each.getName().equals(name))
            .allMatch(BodyEffect::leavesMessage)
        ? NONE
        : MAKES;
  }

  private static boolean leavesMessage(Method method) {
    return method.getReturnType() == void.class
        && Arrays.stream(method.getParameterTypes())
            .noneMatch(type -> type.isAssignableFrom(Exchange.class) || type == Message.class);
  }
}
