import { z } from 'zod'
import type { Upload, UploadedFile } from './read.ts'

/** The file of a form, as receiveUpload gives it; what was refused comes back with its sentence. */
export const uploadedFile = z.custom<Upload>().transform((upload, context): UploadedFile => {
  if ('file' in upload) return upload.file
  context.addIssue({ code: 'custom', message: upload.refusal })
  return z.NEVER
})
