package ci.galley.web;

import ci.galley.model.Projects;
import ci.galley.queue.BuildQueue;
import ci.galley.store.BuildStore;

/** What the pages are made from. */
public record Doors(Projects projects, BuildStore store, BuildQueue queue) {}
