package org.shouwang.status;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Evidence about a person, from the module that has it.
 *
 * @param id made by the giver; the same id again changes nothing
 * @param person whom it is about
 * @param kind what kind
 * @param detail what the edition asks for, such as {@code result: positive}, {@code colour:
 *     yellow}, {@code class: close}; keys and values are words, never personal data. {@link
 *     #DISEASE} says which disease it is of, where it isn't the principal one
 * @param at when it was so, in the world's time: the edition of that time judges it
 * @param until first moment it no longer counts; null: until the edition's term ends it or it is
 *     withdrawn
 * @param source fact type or act it comes from
 * @param cause the fact or act behind it
 */
public record NewEvidence(
    UUID id,
    UUID person,
    EvidenceKind kind,
    Map<String, String> detail,
    Instant at,
    @Nullable Instant until,
    String source,
    UUID cause) {

  /** In the detail, the key of the disease. */
  public static final String DISEASE = "disease";
}
