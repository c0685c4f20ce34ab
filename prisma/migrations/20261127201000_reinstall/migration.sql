-- AlterEnum
ALTER TYPE "DeliveryKind" ADD VALUE 'reinstall';
