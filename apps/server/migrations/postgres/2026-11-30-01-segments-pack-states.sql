-- States are stored in a shorter form, as text that nobody but the processor reads. What is kept in the form before is
-- read anew from the history.
update segment_states set state = '{}', next_flip_at = null,
  rebuild_after = (select processed_seq from stream_cursors as cursors where cursors.workspace_id = segment_states.workspace_id);
alter table segment_states alter column state type text;
